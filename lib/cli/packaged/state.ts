/** In the npm package in place of `../state.ts`: it has the current revisions and no database. @throws Error always */
export async function openSynced(): Promise<never> {
  throw new Error('the npm package has current revisions only: a checkout of the project and its site have the others')
}
