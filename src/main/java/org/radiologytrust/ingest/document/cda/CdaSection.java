package org.radiologytrust.ingest.document.cda;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.DocumentPart;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Texts;

/**
 * An open section of a CDA: what kind it is, whether it has a narrative, and what its entries have
 * that the narrative has not.
 */
final class CdaSection {
  private static final Pattern LOINC = Pattern.compile("\\d{1,7}-\\d");
  private static final Pattern LETTER = Pattern.compile("\\p{L}");

  private Section section;
  private String code = "";
  private boolean narrated;
  private int entries;
  private boolean words;

  /** Open elements of an entry; 0 outside of one. */
  private int depth;

  private final List<CdaData> documents = new ArrayList<>();
  private @Nullable CdaData document;

  /**
   * @param around the kind of the section around it
   */
  CdaSection(Section around) {
    this.section = around;
  }

  Section section() {
    return section;
  }

  /** Its code, and the kind of section that the code stands for. */
  void named(String as, Optional<Section> kind) {
    code = LOINC.matcher(as).matches() ? " (" + as + ")" : "";
    section = kind.orElse(section);
  }

  /** Its narrative says something. */
  void narrated() {
    narrated = true;
  }

  boolean inEntry() {
    return depth > 0;
  }

  /** Begins an entry, or an element in it. */
  void startEntry(String name, String parent, XMLStreamReader reader) {
    entries += depth == 0 ? 1 : 0;
    depth++;
    if (document == null && name.equals("value") && parent.equals("observationMedia")) {
      document = new CdaData(reader);
    } else if (document != null) {
      document.start();
    }
    words |= LETTER.matcher(Texts.orEmpty(reader.getAttributeValue(null, "displayName"))).find();
  }

  void characters(String text) {
    if (document != null) {
      document.characters(text);
    } else {
      words |= LETTER.matcher(text).find();
    }
  }

  /** Ends an entry, or an element in it. */
  void endEntry() {
    depth--;
    if (document != null && document.end()) {
      documents.add(document);
      document = null;
    }
  }

  /** What the section has and its narrative does not say. */
  List<NotAudited> notRead() {
    List<NotAudited> notRead = new ArrayList<>();
    for (CdaData data : documents) {
      DocumentPart part = data.part();
      if (!part.isPicture()) {
        notRead.add(part.notRead("document in a section of a CDA"));
      }
    }
    if (!narrated && entries > 0) {
      String what = "section of a CDA" + code + " with entries only";
      // background sections make no claims
      boolean reportText = words && section.stated();
      notRead.add(new NotAudited(what, entries, NotAudited.Unit.ITEMS, reportText));
    }
    return notRead;
  }
}
