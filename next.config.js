/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // With native parts or generated code: loaded from node_modules instead of bundled.
  serverExternalPackages: ['@libsql/client', '@prisma/adapter-libsql', '@prisma/adapter-pg', '@prisma/client', 'libsql', 'pg'],
  // Types are checked by `npm run check`, once.
  typescript: { ignoreBuildErrors: true },
}
