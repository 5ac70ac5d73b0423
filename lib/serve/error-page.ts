/** For an error of our own, when no page can be rendered; needs nothing that could be broken too. */
export function errorPage(): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Something went wrong here · canimigrate</title>
<style>${ERROR_STYLE}</style>
</head>
<body>
<p><a href="/">canimigrate</a></p>
<main>
<h1>Something went wrong here</h1>
<p>It was logged. <a href="/">Start again</a>, or try the plain-text page: add <code>.txt</code> to the address.</p>
</main>
</body>
</html>
`
}

/** The only style that stands in a page; the policy of pages names its hash. */
export const ERROR_STYLE = `
:root { color-scheme: light dark }
body { font: 15px/1.45 system-ui, sans-serif; max-width: 74rem; margin: 0 auto; padding: 0 1rem }
h1 { font-size: 1.5rem }
`
