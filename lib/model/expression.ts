/** Whether text is a regular expression that JavaScript takes with the flags `mu`. */
export function isExpression(text: string): boolean {
  try {
    new RegExp(text, 'mu')
    return true
  } catch {
    return false
  }
}
