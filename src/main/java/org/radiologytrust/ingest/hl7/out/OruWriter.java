package org.radiologytrust.ingest.hl7.out;

import gg.jte.html.escape.Escape;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.hl7.message.Charsets;
import org.radiologytrust.ingest.hl7.message.Hl7Message;
import org.radiologytrust.ingest.hl7.message.Hl7Time;
import org.radiologytrust.ingest.hl7.message.Segment;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Texts;
import org.radiologytrust.retry.RetryVerdict.Kind;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.ProblemWords;

/**
 * Writes audits as ORU^R01 of version 2.5. All messages about a report have the same OBR-3, which
 * is no number of the report, and OBR-25 is always P.
 */
final class OruWriter {
  private static final String VERSION = "2.5";

  /** The longest MSH-10 of version 2.5. */
  private static final int CONTROL_ID = 20;

  /** With the namespace not longer than the longest OBR-3 of version 2.5. */
  private static final int FILLER = 18;

  private static final String NAMESPACE = "RTL";

  private final OruMapping mapping;
  private final AuditLines lines;
  private final ZoneId zone;
  private final PlainCharacters characters;

  /**
   * What a message is about.
   *
   * @param id of the delivery, from which the control id follows
   * @param page our id of the report; empty if it is not known
   * @param report the HL7 message in which the report came; empty if it came in another format, or
   *     the message is no longer stored
   * @param before the message that was written last about the same report; empty if there is none
   */
  record Source(
      UUID id,
      Audit audit,
      List<Decision> decisions,
      Optional<UUID> page,
      Optional<Hl7Message> report,
      String before) {
    /** Withholds the messages. */
    @Override
    public String toString() {
      return "Source[" + id + "]";
    }
  }

  private OruWriter(OruMapping mapping, AuditLines lines, ZoneId zone, PlainCharacters characters) {
    this.mapping = mapping;
    this.lines = lines;
    this.zone = zone;
    this.characters = characters;
  }

  /**
   * The writer by the site's files.
   *
   * @throws IllegalArgumentException naming the file, if one is not valid
   */
  static OruWriter of(SiteFiles files, Charsets charsets, AuditLines.Options options) {
    OruMapping mapping = OruMappingReader.read(files, charsets);
    return new OruWriter(
        mapping,
        new AuditLines(mapping, options, new ProblemWords(files)),
        options.zone(),
        new PlainCharacters(charsets.written(mapping.charset())));
  }

  /** MSH-10 of a delivery; the same at each try. */
  static String controlId(UUID delivery) {
    return Texts.sha256("oru|" + delivery).substring(0, CONTROL_ID).toUpperCase(Locale.ROOT);
  }

  /** OBR-3 of all audits of a report. */
  static String filler(Report report) {
    return Texts.sha256("oru|" + report.site() + "|" + report.reportId())
        .substring(0, FILLER)
        .toUpperCase(Locale.ROOT);
  }

  /**
   * The message.
   *
   * @param now MSH-7
   * @throws OruProblem if the character set lacks characters of the patient's data
   */
  String write(Source source, Instant now) throws OruProblem {
    Audit audit = source.audit;
    Report report = audit.report();
    List<String> segments = new ArrayList<>();
    segments.add(header(source, now));
    segments.addAll(patient(source));
    order(report).ifPresent(segments::add);
    segments.add(request(audit, now));
    segments.addAll(results(source));
    return String.join("\r", segments) + "\r";
  }

  private String header(Source source, Instant now) {
    SegmentText msh = new SegmentText("MSH");
    // MSH-1 is the separator behind the name, so that all numbers are one less
    msh.raw(1, 1, 1, SegmentText.ENCODING.characters());
    msh.with(6, Hl7Time.written(now, zone));
    msh.with(8, 1, "ORU").with(8, 2, "R01").with(8, 3, "ORU_R01");
    msh.with(9, controlId(source.id));
    msh.with(10, source.audit.report().pilot() ? "T" : "P").with(11, VERSION);
    msh.with(17, mapping.charset());
    Report report = source.audit.report();
    for (OruMapping.Field field : mapped("MSH")) {
      set(msh, field, field.path().field() - 1, report);
    }
    return msh.toString();
  }

  private List<OruMapping.Field> mapped(String segment) {
    return mapping.fields().stream().filter(f -> f.path().segment().equals(segment)).toList();
  }

  private void set(SegmentText segment, OruMapping.Field field, int number, Report report) {
    segment.with(
        number,
        field.path().component(),
        field.path().subcomponent(),
        characters.of(OruMapping.resolved(field.value(), report.order())));
  }

  /** PID, and PV1 if it is wanted and there is one. */
  private List<String> patient(Source source) throws OruProblem {
    List<String> segments = new ArrayList<>();
    segments.add(
        copied(source, "PID").orElseGet(() -> PatientSegment.of(source.audit.report().patient())));
    if (mapping.visit()) {
      copied(source, "PV1").ifPresent(segments::add);
    }
    if (!segments.stream().allMatch(characters::has)) {
      throw new OruProblem(
          Kind.NEVER,
          "publish/oru.yaml: its charset lacks characters of the patient's data; write UNICODE UTF-8");
    }
    return segments;
  }

  private static Optional<String> copied(Source source, String name) {
    return source.report.stream()
        .flatMap(message -> message.all(name).stream())
        .findFirst()
        .map(CopiedSegment::of);
  }

  /** ORC, if the mapping has a field of it. */
  private Optional<String> order(Report report) {
    List<OruMapping.Field> fields = mapped("ORC");
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    SegmentText orc = new SegmentText("ORC").with(1, "RE");
    filler(orc, report);
    fields.forEach(field -> set(orc, field, field.path().field(), report));
    return Optional.of(orc.toString());
  }

  private static void filler(SegmentText segment, Report report) {
    segment.with(3, 1, filler(report)).with(3, 2, NAMESPACE);
  }

  private String request(Audit audit, Instant now) {
    SegmentText obr = new SegmentText("OBR").with(1, "1");
    filler(obr, audit.report());
    obr.with(7, time(audit)).with(22, Hl7Time.written(now, zone)).with(25, "P");
    mapped("OBR").forEach(field -> set(obr, field, field.path().field(), audit.report()));
    return obr.toString();
  }

  private String time(Audit audit) {
    Instant ended = audit.ended();
    return ended == null ? "" : Hl7Time.written(ended, zone);
  }

  private List<String> results(Source source) {
    boolean withdrawn = source.audit.report().status().withdrawn();
    Map<SentLine, Segment> before = SentLine.of(source.before);
    List<String> segments = new ArrayList<>();
    Observations observations =
        new Observations(segments, before, withdrawn, time(source.audit), characters);
    List<Line> said = lines.of(source.audit, source.decisions, source.page);
    observations.add(AuditLines.notice(source.audit));
    switch (mapping.form()) {
      case OBX -> said.forEach(observations::add);
      case NTE -> notes(segments, said);
      case HTML -> {
        if (!said.isEmpty()) {
          observations.page("TEXT", "HTML", html(source.audit, said));
        }
      }
      case PDF -> {
        if (!said.isEmpty()) {
          NotePdf pdf = NotePdf.of(texts(source.audit, said));
          if (!pdf.whole()) {
            // what its font lacks must not be lost
            notes(segments, said);
          }
          observations.page("AP", "PDF", pdf.bytes());
        }
      }
    }
    observations.addGone();
    return segments;
  }

  private void notes(List<String> segments, List<Line> said) {
    for (int i = 0; i < said.size(); i++) {
      segments.add(
          new SegmentText("NTE")
              .with(1, String.valueOf(i + 1))
              .with(3, characters.of(said.get(i).text()))
              .toString());
    }
  }

  private static List<String> texts(Audit audit, List<Line> said) {
    return Stream.concat(Stream.of(AuditLines.notice(audit)), said.stream())
        .map(Line::text)
        .toList();
  }

  private static byte[] html(Audit audit, List<Line> said) {
    StringOutput html = new StringOutput();
    html.writeContent("<!DOCTYPE html><html><head><meta charset=\"utf-8\">");
    html.writeContent("<title>Audit of a radiology report</title></head><body>");
    texts(audit, said).forEach(text -> paragraph(html, text));
    html.writeContent("</body></html>");
    return html.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void paragraph(StringOutput html, String text) {
    html.writeContent("<p>");
    Escape.htmlContent(text.replaceAll("\\p{Cntrl}", " "), html);
    html.writeContent("</p>");
  }
}
