import { readFile } from 'node:fs/promises'
import { dirname, join, parse, resolve, sep } from 'node:path'
import { type Disk, present } from './disk.ts'

// Programs that copy folders between machines while they are in use, by the folder they keep. Two machines that write
// to one case through such a folder make two cases of it, and a lock set on one is seen too late on the other.
const folderNames: readonly (readonly [program: string, form: RegExp])[] = [
  ['OneDrive', /^onedrive(?: -.*| \(.*|-.*)?$/iu],
  ['Dropbox', /^dropbox(?: \(.*|-.*)?$/iu],
  ['Google Drive', /^(?:google ?drive|googledrive-.*|my drive)$/iu],
  ['iCloud Drive', /^(?:icloud ?drive|mobile documents|com~apple~clouddocs)$/iu],
  ['Nextcloud', /^nextcloud\d*$/iu],
  ['ownCloud', /^owncloud\d*$/iu],
  ['Box', /^(?:box sync|box-box)$/iu],
  ['MEGA', /^mega(?:sync)?$/iu],
  ['pCloud', /^pcloud ?(?:drive|sync)$/iu],
  ['Seafile', /^seafile$/iu],
]
/** What such programs leave in the top folder they look after. */
const markers: readonly (readonly [program: string, name: string])[] = [
  ['Syncthing', '.stfolder'],
  ['Dropbox', '.dropbox.cache'],
  ['Resilio Sync', '.sync'],
]
const networkKinds =
  /^(?:nfs\d?|cifs|smb\d?|smbfs|afpfs|9p|ncpfs|afs|ceph|glusterfs|davfs|fuse\.(?:sshfs|davfs2?|rclone|smbnetfs|gvfsd-fuse|glusterfs|s3fs))$/u

/** The kind of file system a path is on, from the text of /proc/mounts: that of the mount point nearest to it. */
export function mountKind(mounts: string, path: string): string | undefined {
  const under = (point: string) => path === point || path.startsWith(point === '/' ? '/' : `${point}/`)
  return mounts
    .split('\n')
    .map((line) => line.split(' '))
    .map(([, point = '', kind = '']) => ({
      point: point.replace(/\\([0-7]{3})/gu, (_, octal: string) =>
        String.fromCharCode(Number.parseInt(octal, 8)),
      ),
      kind,
    }))
    .filter(({ point }) => point !== '' && under(point))
    .reduce<{ point: string; kind: string } | undefined>(
      (best, mount) => (best === undefined || mount.point.length >= best.point.length ? mount : best),
      undefined,
    )?.kind
}

function ancestors(path: string): string[] {
  const all: string[] = []
  for (let at = dirname(path); ; at = dirname(at)) {
    all.push(at)
    if (at === parse(at).root) return all
  }
}

/**
 * Why a case in this folder may be written to by two machines at once, as a sentence; undefined when nothing speaks for
 * it. `mounts` is the text of /proc/mounts, read from there when left out.
 */
export async function sharedPlace(disk: Disk, folder: string, mounts?: string): Promise<string | undefined> {
  const path = resolve(folder)
  const advice =
    'Open it on one machine at a time, let synchronising end before you do, and keep backups elsewhere; better, move the case to a disk of this machine.'
  const names = path.split(sep)
  const named = folderNames.find(([, form]) => names.some((name) => form.test(name)))
  if (named !== undefined)
    return `This case stands in a folder that ${named[0]} synchronises, where two machines can write to it at once. ${advice}`
  for (const [program, name] of markers)
    for (const above of ancestors(path))
      if (await present(disk, join(above, name)).catch(() => false))
        return `This case stands in a folder that ${program} synchronises, where two machines can write to it at once. ${advice}`
  const kind =
    process.platform === 'linux' || mounts !== undefined
      ? mountKind(mounts ?? (await readFile('/proc/mounts', 'utf8').catch(() => '')), path)
      : undefined
  if ((kind !== undefined && networkKinds.test(kind)) || /^[\\/]{2}[^\\/?.]/u.test(folder))
    return `This case stands on a network share, where a lock is weaker than on a disk of this machine. ${advice}`
  return undefined
}
