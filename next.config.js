/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // Our server does (`lib/serve`), and takes the scripts out of pages: so metadata has to be in them at once.
  compress: false,
  htmlLimitedBots: /.*/,
  // With native parts or generated code: loaded from node_modules instead of bundled.
  serverExternalPackages: ['@libsql/client', '@prisma/adapter-libsql', '@prisma/adapter-pg', '@prisma/client', 'libsql', 'pg'],
  // Types are checked by `npm run check`, once.
  typescript: { ignoreBuildErrors: true },
}
