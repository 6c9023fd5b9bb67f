package org.radiologytrust.ingest.document.cda;

import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLStreamReader;
import org.radiologytrust.ingest.document.Base64Data;
import org.radiologytrust.ingest.document.DocumentPart;
import org.radiologytrust.ingest.document.Unreadable.Reason;
import org.radiologytrust.ingest.document.UnreadableException;
import org.radiologytrust.model.Texts;

/**
 * Data inside of an element of a CDA (data type ED), such as {@code nonXMLBody/text}: in base64 or
 * as text. An address is not followed, and compressed data is not read.
 */
final class CdaData {
  private final String mediaType;
  private final boolean base64;
  private final boolean compressed;
  private final StringBuilder text = new StringBuilder();

  /** Open elements; 1 within the element itself. */
  private int depth = 1;

  /** Begins the element. */
  CdaData(XMLStreamReader reader) {
    mediaType = Texts.orEmpty(reader.getAttributeValue(null, "mediaType"));
    base64 = "B64".equals(reader.getAttributeValue(null, "representation"));
    compressed = reader.getAttributeValue(null, "compression") != null;
  }

  /** Begins an element in it, such as a thumbnail. */
  void start() {
    depth++;
  }

  void characters(String part) {
    if (depth == 1) {
      text.append(part);
    }
  }

  /** Ends an element in it, or itself; returns whether itself. */
  boolean end() {
    depth--;
    return depth == 0;
  }

  DocumentPart part() {
    try {
      return new DocumentPart(bytes(), mediaType, compressed ? Reason.TYPE : null);
    } catch (UnreadableException e) {
      return new DocumentPart(new byte[0], mediaType, e.reason());
    }
  }

  private byte[] bytes() {
    return base64
        ? Base64Data.decode(text.toString())
        : text.toString().strip().getBytes(StandardCharsets.UTF_8);
  }
}
