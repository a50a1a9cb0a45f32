/** The name of the program, as a file's properties give it: no version, no time, no machine. */
const CREATOR_TOOL = 'Turnstone'

/**
 * The properties of a file as XMP (ISO 16684-1): its title and language, and PDF/A-2b where that is claimed. Nothing of
 * when, where or by whom it was made. Characters XML does not allow are left out of the title.
 */
export function metadata(title: string, archive: boolean): Buffer {
  const words = title
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
  const claim = archive
    ? `
  <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
   <pdfaid:part>2</pdfaid:part>
   <pdfaid:conformance>B</pdfaid:conformance>
  </rdf:Description>`
    : ''
  return Buffer.from(
    `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">${words}</rdf:li></rdf:Alt></dc:title>
   <dc:language><rdf:Bag><rdf:li>en-GB</rdf:li></rdf:Bag></dc:language>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
   <xmp:CreatorTool>${CREATOR_TOOL}</xmp:CreatorTool>
  </rdf:Description>${claim}
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`,
  )
}
