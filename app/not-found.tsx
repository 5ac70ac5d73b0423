/** For a path that names nothing. */
export default function NotFound() {
  return (
    <>
      <h1>Not here</h1>
      <p>
        Nothing has this address. Look through the <a href="/features">features</a> or the <a href="/policies">policies</a>, or search above.
      </p>
    </>
  )
}
