import type { SampleImage } from './scans.ts'

/** The word “Harbour” on a sheet of ours as a Group 4 fax, 100 points to the inch, white where a fax is black. */
const group4 = Buffer.from(
  'JqBsBU//////////+QPKMhtWbA+0Gv///zcZysKsvDQZzuVf8ju2CZnkeYd2zD8Y3tav+PLl637+vy+/r//Re////X/f///a' +
    '9f/3/utr6YTYtBhIEmmGV+IiIiIj////////////////////////////////////////////ABABAA==',
  'base64',
)
/** The same as a JPEG 2000 codestream, 150 points to the inch. */
const codestream = Buffer.from(
  '/0//UQApAAAAAANCAAABDwAAAAAAAAAAAAADQgAAAQ8AAAAAAAAAAAABBwEB/1IADAAAAAEABQQEAAH/XAATQEBISFBISFBI' +
    'SFBISFBISFD/ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjD/kAAKAAAAAAV3AAH/k995uBmFnFzZqmj7' +
    'u+dv/k8zXMEzHsZ+du7hJjKpL86PAgKvrNQJ9XzjQY2iYUlbXhJgC68TGIRSwoPD6ScPpIwfMOAZVI/pSvNXN8B8SqfeH+ca' +
    'Yh4fIKIgNsDKt04sHEE4lDtD8K8mE0kztCtO4uBzeilBx8fSeh8xyPpNgKsyBToRwPRZzxruaVTLD3jWpLlJss8oyqQpkfDk' +
    '0S8C5+rXhZSR97BXwOM2bLLGL7fE0U6Ey7EFe9s4ru3E7bNkeuUOvxfeNYxWNYDfO7bmbq24T2nv2HzP0uGPzMTP2+ob9Isc' +
    '6eV07PypN9RUtrbSQVM14eQ/HYkm8q3sH9FkjgsxAP4/WeNYzNgo1zN1jontlOIgQ/GEiyQCu7g/D/kxjtMaRuob9+a42Osn' +
    'HQfZH8po/t5LbtJ69/NQq3RtGUGOYcmhlwfPyIQgwPUAo9BxfGE9u3BmLcW3OMCQzwsqVASNj7stSubRkSkHz/3coSG8s6mb' +
    '30tNMFdnB9HU+Znm95TKjvf06BDn81xDn9FqAOC3GrF7cqkoyF6joHXWhzSc+FTGkGTuRemKzcBRMM8d9qdsSIMvooH3l+bc' +
    '6wz0YBj/HUE9bhqnHA0kmki789jzFlPSOOn/NxjgVSdTo4Aa5wnTjrdMPvd7Dn/DyoT4joQb7I8I5hCW30VzHznfZsBTg6gc' +
    'dg8/6u/1/125Tj9STeCnXQT6MHHvmHtg9E74aYFVyUf6GIHnV9m2hWL+TN1ONvNw9FKAl15gYr+OIaethg1arov+had1Tg8V' +
    'EUg+Y4Hm+pGMoEe3RHf0+8Xkw/29M8gE4sDjwThtcZMbVdZohsmdzq0ePIC+SIhq1hoqtHSk4Y85QDvbgdN2VU4mZd20zcqw' +
    '9hcHKDw0LNdlrH6iTB2PXedjBtC6qHMQgxp/yiDcyp3YJIpbW6alziPN3HTEt/9JWiQiYudk/YIMyJwbsx+qsXA9h087qw8z' +
    'YFFrwpA//vbLDvd4CSX2fvn+bW35qmB5/l0L+ajgeP8SxfkZAPDi5xoq7+5ppDrsDHASaqxCG6buqRgI8WpzzdsM4GCfsLGE' +
    'Cm96JN086jw/ugUzh4qrzYUjTj6+AlcipikBGH6KLzh3NuOPOIhPhKMAsCHG0BWQN5ynEPw2Yi+qxFMVfa7pXcpIr6XZmvTs' +
    'hlxltSnmKxFejvCapRmUrCuSJdd/fTNJ6+JnzeWiDI5ZWh2IeV6WIsxacrcVZTxJXwIgXe3e5kgJWnTey9LPm+CzQfFX723E' +
    'IFou8CQpEHjAPaWSldKbrlf8CZYdh0mZkUeuCMjEaXHp81VrHKbbQbsxuVQuI5WLklCB95TYrkF+RGWoNsLANm+qWvnzKsn3' +
    'QdO5zivhd85j7IdZwHDt+rOfqSFouhBd4tmY7yuQa62bB3mx0WvjQ4YWSg2iR3gSgTUycSUdDrQkMcG0sKU1eOuq4RB4CQnF' +
    'ua4XGYC2b8vpIG7VjAcrufmJIOw/VJZyhKV+Thq+0hQc8g3ZygWZ7WHvWk0Xb8lJz3PAIE5lkblGzfL4JRcOGEDmsaBhsNse' +
    'zntL8A6qRBLnBWWgTAHbKpFmP7f0bHbEuBmOLxuY/yCMr2x5UzyNdpgcmN5fikY3W5Hz+QOkLigmmE8kDOJVyybPy/FKY91k' +
    'dpryMDgGGg6IKo6TYp5lbnwcJnkppLsevwJXcPX/fQHxYJZ2kRz8jHMu6YBoxum72k0lHBZYckHEmWYW/4kHXTiu7VshJzko' +
    'jIyhAjUnppcraacDB+JRtJkvFkJRk9hlvCz3nvBKQQOu2VdIXk7bt6vQgBWGrK32c4TmEJZdIPIQq/QzF9B+HXhQ/TVeCtra' +
    'klyzJpWl/9k=',
  'base64',
)
const [width, height] = [556, 181]
const size = `/Width ${width} /Height ${height} /ColorSpace /DeviceGray /BitsPerComponent 1`

/** A JBIG2 stream of one page: a region packed as a fax is. */
function jbig2(): Buffer {
  const segment = (number: number, type: number, data: Buffer) => {
    const head = Buffer.alloc(11)
    head.writeUInt32BE(number, 0)
    head[4] = type
    head[6] = 1
    head.writeUInt32BE(data.length, 7)
    return Buffer.concat([head, data])
  }
  const page = Buffer.alloc(19)
  page.writeUInt32BE(width, 0)
  page.writeUInt32BE(height, 4)
  const region = Buffer.alloc(18)
  region.writeUInt32BE(width, 0)
  region.writeUInt32BE(height, 4)
  region[17] = 1
  return Buffer.concat([segment(0, 48, page), segment(1, 38, Buffer.concat([region, group4]))])
}

/** The word as faxes, scanners and archives pack it. */
export const packedImages: Readonly<Record<string, SampleImage>> = {
  'a Group 4 fax': {
    dict: `${size} /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns ${width} /Rows ${height} /BlackIs1 true >>`,
    data: group4,
  },
  JBIG2: { dict: `${size} /Filter /JBIG2Decode /Decode [1 0]`, data: jbig2() },
  'JPEG 2000': { dict: '/Width 834 /Height 271 /Filter /JPXDecode', data: codestream },
}
