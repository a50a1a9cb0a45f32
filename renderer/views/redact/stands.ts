/** How an exhibit's boxes stand: how it is coloured, and in words. */
export const stands = {
  none: ['calm', 'No boxes'],
  marked: ['soon', 'Not burned'],
  behind: ['soon', 'Changed since it was burned'],
  burned: ['good', 'Burned and proved'],
} as const
