import { useEffect, useRef } from 'react'
import type { ReadingPlace } from '../../../casework/reading.ts'
import type { Kept } from './use-reading.ts'

/** Where the reader is: kept a moment after the pages come to rest, and by `keepNow` as they are left. */
export function usePlaceKept(first: ReadingPlace, kept: Kept) {
  const place = useRef(first)
  const keep = useRef(kept.place)
  keep.current = kept.place
  useEffect(() => {
    const timer = setInterval(() => keep.current(place.current), 1_000)
    return () => clearInterval(timer)
  }, [])
  return { place, keepNow: () => keep.current(place.current) }
}
