# Casebook with its embedded store. See docs/operations/embedded.md.

# The full image has the compiler and Python that better-sqlite3 is built with. It is compiled here, with the headers of 24.18: an addon that
# was compiled with those of 24.19 to 24.21 ends the process when a statement is collected (docs/adr/0012-pinned-dependencies.md).
FROM node:24.18.1-bookworm AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No install script runs but the one that is needed.
RUN npm ci --ignore-scripts && npm_config_nodedir=/usr/local npm rebuild better-sqlite3 --build-from-source
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY scripts ./scripts
COPY src ./src
RUN npm run build \
  && npm prune --omit=dev --ignore-scripts \
  # Not needed at run time: the compiler, an optional peer of @nestjs/swagger; what the addon was compiled from and through.
  && rm -rf node_modules/typescript node_modules/better-sqlite3/deps node_modules/better-sqlite3/src \
    node_modules/better-sqlite3/build/Release/obj* \
  && node -e "new (require('better-sqlite3'))(':memory:').close()"

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    CASEBOOK_DATA=/data \
    CASEBOOK_MASTER_KEY_FILE=/run/secrets/casebook_master_key
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# The program belongs to root, so that it cannot change itself; a new volume takes its owner from this directory.
RUN install -d -o node -g node -m 0700 /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/live').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/bundle/main.js"]
