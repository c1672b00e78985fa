// Before the first paint, so that a dark screen never flashes white.
try {
  const saved = JSON.parse(localStorage.getItem('openmops.preferences') ?? '{}');
  if (saved.theme === 'light' || saved.theme === 'dark') {
    document.documentElement.dataset.theme = saved.theme;
  }
} catch {}
