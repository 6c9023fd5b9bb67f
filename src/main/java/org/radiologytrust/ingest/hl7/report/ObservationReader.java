package org.radiologytrust.ingest.hl7.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.RadiologyCodes;
import org.radiologytrust.ingest.hl7.mapping.MappedField;
import org.radiologytrust.ingest.hl7.mapping.Rule;
import org.radiologytrust.ingest.hl7.mapping.SiteMapping;
import org.radiologytrust.ingest.hl7.message.Escapes;
import org.radiologytrust.ingest.hl7.message.Hl7Path;
import org.radiologytrust.ingest.hl7.message.OrderGroup;
import org.radiologytrust.ingest.hl7.message.Segment;
import org.radiologytrust.ingest.hl7.message.Slice;
import org.radiologytrust.ingest.hl7.message.TextDocuments;
import org.radiologytrust.ingest.hl7.message.TracedText;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Section;

/** Interprets one OBX: whether it contains report text, which text, and for which section. */
final class ObservationReader {
  private static final Pattern UID = Pattern.compile("[0-2](\\.\\d+){3,}");
  private static final Set<String> CODED = Set.of("CE", "CWE", "CNE", "CF");
  private static final Set<String> NUMBER = Set.of("NM", "SN");

  /**
   * Value types (table 0125) that contain no sentences. Any other type, even an unknown one, is
   * text.
   */
  private static final Set<String> NO_TEXT =
      Set.of(
          "ED", "RP", "HD", "EI", "DT", "TM", "TS", "DTM", "DR", "CX", "CK", "XPN", "XCN", "XAD",
          "XTN", "XON", "PN", "CN", "AD", "TN", "PL", "CP", "MO", "MA", "NA", "RI");

  /** Table 0085: the observation was not sought. */
  private static final String NOT_ASKED = "N";

  /** A UID has at most 64 characters; blanks may surround it. */
  private static final int LONGEST_UID = 100;

  private final RadiologyCodes codes;
  private final SiteMapping mapping;

  private final TextDocuments documents = new TextDocuments();

  /** Fields of OBX in which the mapping expects an identifier. */
  private final List<Hl7Path> identifiers;

  ObservationReader(Reading reading) {
    this.codes = reading.codes();
    this.mapping = reading.mapping();
    this.identifiers =
        Stream.of(MappedField.values())
            .flatMap(field -> mapping.rules(field).stream())
            .map(Rule::path)
            .filter(path -> path.segment().equals("OBX") && path.field() == 5)
            .toList();
  }

  /**
   * Whether the line is read: it was not {@link #retracted}, and was {@link #notAsked asked for}.
   */
  boolean stands(Segment obx) {
    return !retracted(obx) && !notAsked(obx);
  }

  /**
   * Whether the line was taken back (OBX-11 is D or W), or has no result because none can be had
   * (X).
   */
  boolean retracted(Segment obx) {
    return status(obx).filter(ReportStatus::withdrawn).isPresent();
  }

  /** Whether the line only says that its result was not asked for (OBX-11 is N). */
  boolean notAsked(Segment obx) {
    return NOT_ASKED.equals(obx.value(11, 1)) && status(obx).isEmpty();
  }

  private Optional<ReportStatus> status(Segment obx) {
    String value = obx.value(11, 1);
    ReportStatus own = mapping.statuses().words().get(value.toLowerCase(Locale.ROOT));
    return own == null ? codes.observationStatus(value) : Optional.of(own);
  }

  /** Finds the documents in OBX of text types; they are no text from then on. */
  void findDocuments(List<OrderGroup> groups) {
    for (OrderGroup group : groups) {
      documents.find(
          group.observations().stream()
              .map(OrderGroup.Observation::obx)
              .filter(obx -> isSentences(obx) && stands(obx))
              .toList());
    }
  }

  /** The document in OBX of text types of which this one is a part; null if it is none. */
  TextDocuments.@Nullable Found documentInText(Segment obx) {
    return documents.of(obx);
  }

  /** Whether an OBX only continues the document of one before it. */
  boolean continuesDocument(Segment obx) {
    TextDocuments.Found found = documents.of(obx);
    return found != null && found.parts().get(0) != obx;
  }

  /** Whether OBX-5 can contain report text; it may be an empty line. */
  boolean isText(Segment obx) {
    return documents.of(obx) == null && !NO_TEXT.contains(type(obx)) && !isIdentifier(obx);
  }

  private boolean isSentences(Segment obx) {
    String type = type(obx);
    return isText(obx) && !CODED.contains(type) && !NUMBER.contains(type);
  }

  /** Whether OBX-5 is an identifier, by its code in OBX-3 or by its form. */
  boolean isIdentifier(Segment obx) {
    return codes.namesIdentifier(obx.value(3, 1))
        || identifiers.stream().anyMatch(path -> path.matches(obx))
        || uid(obx.at(5));
  }

  /** Whether OBX-5 contains a document. */
  boolean isEmbedded(Segment obx) {
    return type(obx).equals("ED") || documents.of(obx) != null && !continuesDocument(obx);
  }

  /** Whether OBX-5 contains a document or refers to one. */
  boolean isDocument(Segment obx) {
    return isEmbedded(obx) || type(obx).equals("RP");
  }

  /**
   * A section from OBX-3.
   *
   * @param where the rule's file and line, or {@code shipped}
   */
  record Sectioned(Section section, String where) {}

  /** The section from OBX-3 (its suffix or one of its codes); null if there is none. */
  @Nullable Sectioned sectioned(Segment obx) {
    for (Rule rule : mapping.sections().fields()) {
      for (String code : rule.path().values(obx)) {
        Section own = mapping.sections().codes().get(code);
        if (own != null) {
          return new Sectioned(own, mapping.source().name());
        }
        if (codes.section(code).isPresent()) {
          return new Sectioned(codes.section(code).get(), rule.where());
        }
      }
    }
    return null;
  }

  /** The text, with LF between lines. */
  TracedText text(Segment obx) {
    String type = type(obx);
    boolean coded = CODED.contains(type);
    boolean number = NUMBER.contains(type);
    if (!coded && !number) {
      return plain(obx, 5);
    }
    TracedText.Builder value = new TracedText.Builder();
    for (Slice repetition : obx.repetitionsAt(5)) {
      value.add(value.length() == 0 ? "" : "\n");
      value.add(coded ? display(obx, repetition) : joined(obx, repetition));
    }
    TracedText read = value.build();
    // A number or a code needs its name; under a section's code it does not.
    TracedText name = sectioned(obx) == null ? part(obx, 3, 2) : TracedText.EMPTY;
    TracedText units = number ? part(obx, 6, 1) : TracedText.EMPTY;
    TracedText.Builder all = new TracedText.Builder();
    if (!name.text().isEmpty() && !read.text().isBlank()) {
      all.add(name).add(": ");
    }
    all.add(read);
    if (!units.text().isEmpty()) {
      all.add(" ").add(units);
    }
    return all.build();
  }

  /** The comment of an NTE, with LF between lines. */
  TracedText note(Segment nte) {
    return plain(nte, 3);
  }

  /** A field as text, with LF between repetitions. */
  TracedText plain(Segment segment, int field) {
    return Escapes.decode(segment.at(field), segment.place(field), segment.encoding());
  }

  /** A component of a field's first repetition, without surrounding white space. */
  private static TracedText part(Segment obx, int field, int component) {
    Slice first = obx.at(field).piece(obx.encoding().repetition(), 1);
    return decoded(obx, field, obx.partAt(first, component, 1));
  }

  private static TracedText display(Segment obx, Slice repetition) {
    for (int component : new int[] {2, 9, 5, 1}) {
      TracedText text = decoded(obx, 5, obx.partAt(repetition, component, 1));
      if (!text.text().isEmpty()) {
        return text;
      }
    }
    return TracedText.EMPTY;
  }

  /** All components, joined. */
  private static TracedText joined(Segment obx, Slice repetition) {
    TracedText.Builder all = new TracedText.Builder();
    for (Slice component : repetition.split(obx.encoding().component())) {
      all.add(decoded(obx, 5, component));
    }
    return all.build();
  }

  private static TracedText decoded(Segment obx, int field, Slice part) {
    return Escapes.decode(part, obx.place(field), obx.encoding()).strip();
  }

  private static boolean uid(Slice value) {
    return value.length() <= LONGEST_UID && UID.matcher(value.text().strip()).matches();
  }

  String type(Segment obx) {
    return obx.value(2, 1);
  }
}
