package org.radiologytrust.ingest.document.cda;

import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.DocumentPart;

/** Collects the documents that a CDA has as its bodies ({@code nonXMLBody/text}). */
final class CdaBodies {
  private final List<DocumentPart> all = new ArrayList<>();
  private @Nullable CdaData open;

  boolean isOpen() {
    return open != null;
  }

  /** Begins a body, or an element in it. */
  void start(XMLStreamReader reader) {
    if (open == null) {
      open = new CdaData(reader);
    } else {
      open.start();
    }
  }

  void characters(String text) {
    if (open != null) {
      open.characters(text);
    }
  }

  /** Ends a body, or an element in it. */
  void end() {
    if (open != null && open.end()) {
      all.add(open.part());
      open = null;
    }
  }

  List<DocumentPart> all() {
    return all;
  }
}
