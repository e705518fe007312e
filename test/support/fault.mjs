// Preloaded into a process: soon after its own handlers are there, a fault that nobody handles. FAULT says which kind.
const fault = () =>
  Object.assign(new Error('boom'), {
    request: { headers: { authorization: `Bearer ${process.env.FAULT_TOKEN}` } },
  });

process.on('newListener', (name) => {
  if (name !== 'uncaughtException') return;
  setTimeout(() => {
    if (process.env.FAULT === 'exception') throw fault();
    void Promise.reject(fault());
  }, 1);
});
