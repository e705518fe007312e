# Scoreline as a service: `docker build -t scoreline .`, then `docker run --env-file .env -p 3978:3978 -v scoreline:/data scoreline`.
# Nothing outside /data is written, so `--read-only` and `--cap-drop ALL` may be added.

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No package of the service has to run anything to be installed.
RUN npm ci --omit=dev --ignore-scripts

FROM node:24-slim
LABEL org.opencontainers.image.title="Scoreline" \
      org.opencontainers.image.description="The secure score of Microsoft Defender for Cloud, where your team talks" \
      org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production \
    DATABASE_URL=file:/data/scoreline.db
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY cards ./cards
COPY src ./src
RUN mkdir /data && chown node:node /data
# The image's user "node", by number: Kubernetes' runAsNonRoot cannot tell who a name is.
USER 1000:1000
VOLUME /data
# The platforms' requests; /metrics, once OPS_HOST is no longer loopback.
EXPOSE 3978 9464
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3978) + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is the process that gets the signal: npm would not pass it on.
# Reading a tenant makes garbage by the page: without a limit V8 would rather grow by 100 MB than collect it.
CMD ["node", "--min-semi-space-size=8", "--max-semi-space-size=8", "--import", "./src/cli/preflight.js", "src/cli/start.ts"]
