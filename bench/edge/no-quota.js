// For the service that is measured: its seconds pass a thousand times as fast where it counts requests to Azure, so that
// no quota holds the snapshot up. It works as hard as the pages come, which is harder than it ever has to.
const now = performance.now.bind(performance);
performance.now = () => now() * 1000;
