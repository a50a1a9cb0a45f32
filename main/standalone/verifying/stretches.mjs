/**
 * The SHA-256 of a stream, and of stretches of it, in one pass: `lists` are lists of [first, after last], each in order.
 * Gives the whole's hash and size and, list by list, a hash for each stretch; undefined for one that goes past the end.
 */
export async function hashStretches(pieces, lists, newHash, onBytes) {
  const whole = newHash()
  const tracks = lists.map((stretches) => ({ stretches, at: 0, hash: newHash(), found: [] }))
  const at = { size: 0 }
  const feed = (track, piece, from) => {
    const to = from + piece.length
    for (;;) {
      const stretch = track.stretches[track.at]
      if (stretch === undefined || stretch[0] > to) return
      const part = piece.subarray(Math.max(stretch[0] - from, 0), Math.max(stretch[1] - from, 0))
      if (part.length > 0) track.hash.update(part)
      if (stretch[1] > to) return
      track.found.push(track.hash.digest())
      track.hash = newHash()
      track.at += 1
    }
  }
  for await (const piece of pieces) {
    whole.update(piece)
    for (const track of tracks) feed(track, piece, at.size)
    at.size += piece.length
    onBytes?.(at.size)
  }
  return {
    size: at.size,
    sha256: whole.digest(),
    lists: tracks.map(({ stretches, found }) => stretches.map((_, i) => found[i])),
  }
}
