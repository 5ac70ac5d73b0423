/** For an error of our own, when no page can be rendered; needs nothing that could be broken too. */
export function errorPage(): string {
  return page('Something went wrong here', 'It was logged. <a href="/">Start again</a>, or try the plain-text page: add <code>.txt</code> to the address.')
}

/** For the time that the database cannot be reached; what needs none of it is answered all the same. */
export function awayPage(): string {
  return page(
    'Not just now',
    'The database does not answer now. Load this page again in a few seconds; <a href="/check">questions</a> are answered without it.',
  )
}

/** For one who is turned away because too much is asked at once. @param seconds after which to come again */
export function busyPage(seconds: number): string {
  return page('Too busy just now', `More is asked at once than can be answered. Load this page again in ${seconds} s: what it asks is in its address.`)
}

function page(title: string, html: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · canimigrate</title>
<style>${ERROR_STYLE}</style>
</head>
<body>
<p><a href="/">canimigrate</a></p>
<main>
<h1>${title}</h1>
<p>${html}</p>
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
