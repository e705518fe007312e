import { Server } from 'node:net';

/**
 * Preloaded into a process that would listen on every interface: a `listen` that names a port and no host gets
 * loopback.
 */
const listen = Server.prototype.listen;
type Listen = (...args: unknown[]) => Server;

const onLoopback: Listen = function (this: Server, ...args) {
  const [port, second] = args;
  const bare = typeof port === 'number' && typeof second !== 'string';
  const all = bare ? [port, '127.0.0.1', ...args.slice(1)] : args;
  return Reflect.apply(listen, this, all);
};

Object.assign(Server.prototype, { listen: onLoopback });
