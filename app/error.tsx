'use client'

/** For an error of our own; what happened is in the server's log. */
export default function ErrorPage() {
  return (
    <>
      <h1>Something went wrong here</h1>
      <p>
        It was logged. <a href="/">Start again</a>, or try the plain-text page (add <code>.txt</code> to the address).
      </p>
    </>
  )
}
