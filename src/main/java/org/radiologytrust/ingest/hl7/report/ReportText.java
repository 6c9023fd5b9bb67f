package org.radiologytrust.ingest.hl7.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.Document;
import org.radiologytrust.ingest.document.DocumentCopy;
import org.radiologytrust.ingest.document.Format;
import org.radiologytrust.ingest.document.Unreadable;
import org.radiologytrust.ingest.hl7.mapping.MappedHeadings;
import org.radiologytrust.ingest.hl7.mapping.Rule;
import org.radiologytrust.ingest.hl7.mapping.Trace;
import org.radiologytrust.ingest.hl7.message.ErrorCode;
import org.radiologytrust.ingest.hl7.message.Hl7Message;
import org.radiologytrust.ingest.hl7.message.OrderGroup;
import org.radiologytrust.ingest.hl7.message.OrderGroup.Observation;
import org.radiologytrust.ingest.hl7.message.RefusedException;
import org.radiologytrust.ingest.hl7.message.Segment;
import org.radiologytrust.ingest.hl7.message.Slice;
import org.radiologytrust.ingest.hl7.message.TextDocuments;
import org.radiologytrust.ingest.hl7.message.TracedText;
import org.radiologytrust.model.Section;

/** Reads the text of orders from their OBX and the NTE after them. */
public final class ReportText {
  /** Longer than any report. Limits the size of prompts and pages. In UTF-16 units. */
  public static final int MAX_LENGTH = Hl7Message.MAX_FIELD;

  /** Which document is the text if there is no other: the one with the least layout. */
  private static final List<Format> LEAST_LAYOUT_FIRST =
      List.of(Format.PLAIN, Format.HTML, Format.CDA, Format.RTF, Format.PDF);

  private final ObservationReader observations;
  private final MappedHeadings headings;
  private final Trace trace;
  private final AttachedDocuments documents;

  ReportText(ObservationReader observations, Reading reading, AttachedDocuments documents) {
    this.observations = observations;
    this.headings = new MappedHeadings(reading.mapping().sections().headings());
    this.trace = reading.trace();
    this.documents = documents;
  }

  /**
   * The text of the orders, without the lines that do not stand. What only a document says follows
   * under a heading; a document is the text if there is no other.
   *
   * @throws RefusedException if it is longer than {@link #MAX_LENGTH}
   */
  ObxText.Assembled of(List<OrderGroup> groups) throws RefusedException {
    ObxText text = new ObxText();
    long length = 0;
    for (OrderGroup group : groups) {
      text.under(group);
      for (Observation observation : group.observations()) {
        Segment obx = observation.obx();
        boolean stands = observations.stands(obx);
        if (observations.isText(obx)) {
          length = bounded(length + obx.slice().length());
          if (stands) {
            add(text, obx, "OBX-5", observations.text(obx), observations.sectioned(obx));
          } else {
            trace.unused(obx, "OBX-5", "by OBX-11, the line does not stand");
          }
        }
        if (isInPlace(obx) && documents.of(obx) instanceof Document document) {
          place(new Attached(obx, document), document.lines(), section(obx), text);
        }
        if (observations.continuesDocument(obx)) {
          trace.used(obx, "OBX-5", "part of the document before", Rule.SHIPPED, "");
        }
        for (Segment nte : observation.notes()) {
          length = bounded(length + nte.slice().length());
          if (stands) {
            add(text, nte, "NTE-3", observations.note(nte), observations.sectioned(obx));
          } else {
            trace.unused(nte, "NTE-3", "by OBX-11, the line before it does not stand");
          }
        }
      }
    }
    ObxText.Assembled assembled = text.assemble();
    bounded(assembled.text().length());
    boolean noText = assembled.text().isEmpty();
    // a document may tell of all orders
    text.under(null);
    for (Attached attached : attached(groups)) {
      boolean isText = noText && observations.documentInText(attached.obx) != null;
      add(attached, assembled.text(), isText || assembled.text().isEmpty(), text);
      assembled = text.assemble();
      bounded(assembled.text().length());
    }
    return new ObxText.Assembled(
        assembled.text(),
        headings.with(assembled.hints(), assembled.text()),
        assembled.runs(),
        assembled.parts());
  }

  private void add(
      ObxText text,
      Segment segment,
      String place,
      TracedText part,
      ObservationReader.@Nullable Sectioned section) {
    text.add(part, section == null ? null : section.section());
    if (part.text().isBlank()) {
      trace.unused(segment, place, "an empty line");
    } else if (section == null) {
      trace.used(segment, place, "text", Rule.SHIPPED, part.text());
    } else {
      trace.used(
          segment, place, "text of section " + section.section(), section.where(), part.text());
    }
  }

  /** A document that was read. */
  private record Attached(Segment obx, Document document) {}

  private List<Attached> attached(List<OrderGroup> groups) {
    return groups.stream()
        .flatMap(group -> documents(group).stream())
        .filter(attached -> !isInPlace(attached.obx))
        .sorted(Comparator.comparing(a -> LEAST_LAYOUT_FIRST.indexOf(a.document.format())))
        .toList();
  }

  private List<Attached> documents(OrderGroup group) {
    List<Attached> found = new ArrayList<>();
    for (Observation observation : group.observations()) {
      Segment obx = observation.obx();
      if (observations.isEmbedded(obx)
          && observations.stands(obx)
          && documents.of(obx) instanceof Document document) {
        found.add(new Attached(obx, document));
      }
    }
    return found;
  }

  /**
   * Adds what the text does not say yet.
   *
   * @param alone whether it is the report's text; otherwise it follows under a heading
   */
  private void add(Attached attached, String said, boolean alone, ObxText text) {
    Document document = attached.document;
    List<Document.Line> lines =
        said.isEmpty() ? document.lines() : DocumentCopy.onlyIn(document, said);
    if (lines.isEmpty()) {
      trace.unused(attached.obx, "OBX-5", "a document that says the same");
      return;
    }
    trace.used(
        attached.obx, "OBX-5", "text of a document", Rule.SHIPPED, document.format().words());
    if (!alone) {
      text.add(TracedText.EMPTY, null);
      String heading = DocumentCopy.heading(document.format());
      text.add(new TracedText.Builder().add(heading).build(), Section.OTHER);
    }
    boolean inText = observations.documentInText(attached.obx) != null;
    Section around = !alone ? Section.OTHER : inText ? section(attached.obx) : null;
    place(attached, lines, around, text);
  }

  /** Whether an OBX begins lines with marks of HTML, which are read where they stand. */
  private boolean isInPlace(Segment obx) {
    TextDocuments.Found found = observations.documentInText(obx);
    return found != null && found.inPlace() && found.parts().get(0) == obx;
  }

  private @Nullable Section section(Segment obx) {
    ObservationReader.Sectioned coded = observations.sectioned(obx);
    return coded == null ? null : coded.section();
  }

  private void place(
      Attached attached, List<Document.Line> lines, @Nullable Section around, ObxText text) {
    for (Document.Line line : lines) {
      text.add(traced(line, attached.obx), line.section() == null ? around : line.section());
    }
  }

  private TracedText traced(Document.Line line, Segment obx) {
    Slice data = documents.data(obx);
    TracedText.Builder text = new TracedText.Builder();
    if (line.places().isEmpty()) {
      return text.derive(line.text(), data.from(), data.to(), obx.place(5)).build();
    }
    int at = 0;
    for (Document.Place place : line.places()) {
      int from = line.text().offsetByCodePoints(0, place.word().start());
      int to = line.text().offsetByCodePoints(0, place.word().end());
      text.add(line.text().substring(at, from));
      String word = line.text().substring(from, to);
      text.derive(word, data.from(), data.to(), obx.place(5), place.box());
      at = to;
    }
    return text.add(line.text().substring(at)).build();
  }

  /**
   * The OBX whose status is that of the text: those with text; if none of them is left, those with
   * documents, too.
   */
  List<Observation> bearers(OrderGroup group) {
    List<Observation> lines = linesAndParts(group);
    return lines.stream().allMatch(this::isGone)
        ? asked(group).filter(o -> isLine(o.obx()) || observations.isEmbedded(o.obx())).toList()
        : lines;
  }

  /** Whether nothing of an OBX stands: it was taken back, or is an empty line. */
  private boolean isGone(Observation observation) {
    return observations.retracted(observation.obx()) || observation.isBlank();
  }

  /** The OBX of an order that carry text, also in a document, and withdrawn ones. */
  private List<Observation> linesAndParts(OrderGroup group) {
    return asked(group).filter(observation -> isLine(observation.obx())).toList();
  }

  private boolean isLine(Segment obx) {
    return observations.isText(obx) || observations.documentInText(obx) != null;
  }

  /** The OBX of an order that carry text, also retracted ones. */
  private List<Segment> lines(OrderGroup group) {
    return asked(group).map(Observation::obx).filter(observations::isText).toList();
  }

  private Stream<Observation> asked(OrderGroup group) {
    return group.observations().stream()
        .filter(observation -> !observations.notAsked(observation.obx()));
  }

  /** Whether an order has text, also if it was retracted. */
  boolean isIn(OrderGroup group) {
    return lines(group).stream().anyMatch(obx -> !observations.text(obx).text().isBlank())
        || notes(group).anyMatch(nte -> !observations.note(nte).text().isBlank())
        || !documents(group).isEmpty();
  }

  /** Whether an OBX only says that nothing was asked for. */
  boolean isNothing(Segment obx) {
    return observations.notAsked(obx) && obx.at(5).isBlank();
  }

  /** Whether the orders have text or documents, and all of them were retracted. */
  boolean retracted(List<OrderGroup> groups) {
    List<Observation> all = groups.stream().flatMap(group -> bearers(group).stream()).toList();
    return all.stream().anyMatch(observation -> observations.retracted(observation.obx()))
        && all.stream().allMatch(this::isGone);
  }

  /** The text of an order with each run of white space as one blank; empty if there is none. */
  String levelled(OrderGroup group) {
    StringBuilder text = new StringBuilder();
    lines(group).stream()
        .filter(observations::stands)
        .forEach(obx -> text.append(observations.text(obx).text()).append(' '));
    notes(group).forEach(nte -> text.append(observations.note(nte).text()).append(' '));
    boolean none = text.toString().isBlank();
    documents(group).stream()
        .filter(attached -> none || isInPlace(attached.obx))
        .forEach(attached -> text.append(attached.document.text()).append(' '));
    return text.toString().strip().replaceAll("\\s+", " ");
  }

  private static Stream<Segment> notes(OrderGroup group) {
    return group.observations().stream().flatMap(o -> o.notes().stream());
  }

  /** Refuses a message whose last OBX lacks OBX-11 while all others have it: it was truncated. */
  void refuseTruncated(List<OrderGroup> groups) throws RefusedException {
    List<Segment> lines =
        groups.stream()
            .flatMap(group -> linesAndParts(group).stream())
            .map(Observation::obx)
            .toList();
    int last = lines.size() - 1;
    if (last > 0
        && !lines.get(last).reaches(11)
        && lines.subList(0, last).stream().allMatch(obx -> obx.reaches(11))) {
      throw RefusedException.error(
          ErrorCode.REQUIRED_FIELD_MISSING,
          "OBX",
          11,
          "the last OBX ends before OBX-11: the message was truncated; send it complete");
    }
  }

  /** The refusal of a report without text. */
  RefusedException missing(List<OrderGroup> groups) {
    String reason = "OBX-5 has no report text; send it in OBX segments of type TX, FT or ST";
    for (OrderGroup group : groups) {
      for (Observation observation : group.observations()) {
        if (observations.notAsked(observation.obx()) && !isNothing(observation.obx())) {
          reason = "OBX-11 says that the text of OBX-5 was not asked for (N); send its status";
        } else if (observations.isDocument(observation.obx())) {
          reason =
              observations.isEmbedded(observation.obx())
                      && documents.of(observation.obx()) instanceof Unreadable unreadable
                  ? "OBX-5 has no text, and its document " + unreadable.reason().words()
                  : "OBX-5 has a document but no text; send the text as TX or FT";
        }
      }
    }
    return RefusedException.error(ErrorCode.REQUIRED_FIELD_MISSING, "OBX", 5, reason);
  }

  private static long bounded(long length) throws RefusedException {
    if (length > MAX_LENGTH) {
      throw RefusedException.error(
          ErrorCode.DATA_TYPE,
          "OBX",
          5,
          "OBX-5 has more text than any report (" + MAX_LENGTH + " characters); send one report");
    }
    return length;
  }
}
