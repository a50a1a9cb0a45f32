/** The turnstone, small, for the rail. */
export const SmallBird = () => (
  <svg viewBox="6 13 114 57" aria-hidden="true">
    <path
      d="M58 50v17M46 50l-2 17"
      fill="none"
      stroke="var(--bird-leg)"
      strokeWidth="4.5"
      strokeLinecap="round"
    />
    <path
      d="M10 37c12-3 20-13 35-14.500 10-1 17 1.500 23 1 4-.4 6-7 13-7 6 0 10 4 11 8.500 0 9-7 16-13 19.500C70 49.500 60 53 50 52 36 51 26 43 10 37z"
      fill="var(--bird-slate)"
    />
    <path
      d="M10 37c12-3 20-13 35-14.500 8-.8 14 .8 20 1.200C60 32 52 38 40 40c-11 1.800-20 .3-30-3z"
      fill="var(--bird-back)"
    />
    <path d="M91 24l16 6.500-17 0z" fill="var(--bird-slate)" />
    <path
      d="M92 53c-1.500-6 3-15 11-19 7-3.500 13-2 14 3 1 5.500-3 11.500-9 15.500-6 3.500-15 4.800-16 .5z"
      fill="var(--stone)"
      transform="rotate(14 104 45)"
    />
  </svg>
)

/** The turnstone at its stone, for the lock screen. */
export const Bird = () => (
  <svg viewBox="0 0 120 72" width="120" height="72" aria-hidden="true">
    <path d="M2 66.500h116" stroke="var(--edge)" strokeWidth="1.5" strokeLinecap="round" />
    <path
      d="M58 50v13.500l7 2.500M47 50l-3 14 6.500 2"
      fill="none"
      stroke="var(--bird-leg)"
      strokeWidth="2.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
    <path
      d="M14 37c10-3 17-13 31-14.500 10-1 17 1.500 23 1 4-.4 6-5.500 12-5.500 5.500 0 9 3.200 10 7.500 0 9-7 15-13 18.500C69 48.500 60 52 50 51 38 50 29 42 14 37z"
      fill="var(--bird-belly)"
      stroke="var(--bird-slate)"
      strokeWidth="1.2"
    />
    <path
      d="M14 37c10-3 17-13 31-14.500 8-.8 14 .8 19.500 1.200C60 31 52 36.500 40 38.500c-10 1.600-18 .5-26-1.500z"
      fill="var(--bird-back)"
    />
    <path
      d="M64 24c4-.5 6.500-6 16-6 3 1.500 2.500 4 .5 5.500 3.500 2 4 6 1.500 9.500 0 5-4.500 10-10 11-2.500-5 .5-8.500-2-12.500-1.500-2.500-4.500-4-6-7.500z"
      fill="var(--bird-slate)"
    />
    <path d="M89.500 23.500L103 30.500l-14.300-2.500z" fill="var(--ink)" />
    <circle cx="84.5" cy="23.8" r="1.4" fill="var(--ink)" />
    <path
      d="M94 51c-1.500-6 2-13.500 9-17.500 6-3.400 11.500-2 12.500 2.500 1 5-2 10.500-8 14.500-5 3.300-12.300 4.500-13.500.5z"
      fill="var(--stone)"
      transform="rotate(14 104 45)"
    />
    <path d="M92 64.500c2-3.500 6-5.300 12-5.300 5.500 0 9 1.600 10.500 4.300z" fill="var(--stone-2)" />
  </svg>
)
