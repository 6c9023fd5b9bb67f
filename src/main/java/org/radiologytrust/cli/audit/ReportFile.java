package org.radiologytrust.cli.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.app.App;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.ingest.Explanation;
import org.radiologytrust.ingest.document.Document;
import org.radiologytrust.ingest.document.Reading;
import org.radiologytrust.ingest.document.Unreadable;
import org.radiologytrust.ingest.hl7.message.Hl7Message;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SectionHint;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Texts;
import org.radiologytrust.runtime.Faults;

/**
 * Reports in a file: HL7, FHIR, a document or text. Messages are read in the same way as a listener
 * would.
 */
public final class ReportFile {
  private static final String NO_REPORT =
      "the file is no report: give HL7, FHIR, PDF, RTF, CDA, HTML or text (UTF-8)";
  private final String name;
  private final byte[] bytes;

  /**
   * @param name name in error messages, such as the option that gave it
   */
  public ReportFile(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  /**
   * Reads a file, or the standard input for {@code -}.
   *
   * @throws CommandFailure if it cannot be read
   */
  public static ReportFile of(Path file) {
    String name = file.toString();
    try {
      return new ReportFile(
          name, name.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(file));
    } catch (IOException e) {
      throw new CommandFailure(
          name + ": cannot be read (" + Faults.ofFile(e) + "): check the name");
    }
  }

  /**
   * Stores the reports in the journal.
   *
   * @throws CommandFailure when the file is refused; the message is the reason
   */
  public void accept(App app, MessageReaders readers) {
    Inbox.Disposition disposition = parsed(readers);
    Inbox.Receipt receipt =
        app.journal()
            .inbox()
            .receive(
                new Inbox.Incoming(
                    "file",
                    readers.site(),
                    Texts.sha256(bytes),
                    bytes,
                    disposition,
                    (o, r) -> new byte[0]));
    if (receipt.outcome() == Inbox.Outcome.QUARANTINED) {
      throw new CommandFailure(name + ": refused: " + receipt.reason());
    }
  }

  /**
   * Parses the file, which may hold several reports.
   *
   * @throws CommandFailure when it is refused; the message is the reason
   */
  public List<Report> reports(MessageReaders readers) {
    return parsed(readers).reports();
  }

  /**
   * Parses the file, which must hold one report.
   *
   * @throws CommandFailure when it is refused, or holds several; the message is the reason
   */
  public Report report(MessageReaders readers) {
    List<Report> reports = reports(readers);
    if (reports.size() > 1) {
      throw new CommandFailure(
          name
              + ": the file holds "
              + reports.size()
              + " reports: give each in a file of its own, as images belong to one");
    }
    return reports.get(0);
  }

  private Inbox.Parsed parsed(MessageReaders readers) {
    Inbox.Disposition disposition = disposition(readers);
    if (disposition instanceof Inbox.Quarantined quarantined) {
      throw new CommandFailure(name + ": refused: " + quarantined.reason());
    }
    if (disposition instanceof Inbox.Ignored ignored) {
      throw new CommandFailure(name + ": nothing to audit: " + ignored.reason());
    }
    if (disposition instanceof Inbox.PatientChange) {
      throw new CommandFailure(name + ": nothing to audit: the message changes a patient");
    }
    return (Inbox.Parsed) disposition;
  }

  private Inbox.Disposition disposition(MessageReaders readers) {
    return switch (FileFormat.of(bytes)) {
      case LOG -> readers.hl7().disposition(logged());
      case HL7 -> readers.hl7().disposition(bytes);
      case FHIR -> readers.fhir().read(bytes);
      case DOCUMENT -> new Inbox.Parsed(document(readers));
      case TEXT -> new Inbox.Parsed(text(readers.site()));
      case DICOM ->
          throw new CommandFailure(
              name
                  + ": a DICOM object is no report: give images with --image, and the report as HL7,"
                  + " FHIR, PDF, RTF, CDA, HTML or text");
      case BINARY -> throw new CommandFailure(name + ": " + NO_REPORT);
    };
  }

  /**
   * Parses the file, and tells what each part of it was used as: one explanation for each message.
   *
   * @throws CommandFailure when it is no message
   */
  public List<Explanation> explain(MessageReaders readers) {
    return switch (FileFormat.of(bytes)) {
      case LOG -> readers.hl7().explain(logged());
      case HL7 -> readers.hl7().explain(bytes);
      case FHIR -> List.of(readers.fhir().explain(bytes));
      default -> throw new CommandFailure(name + ": neither an HL7 message nor a FHIR resource");
    };
  }

  /** The file as an HL7 message; empty if it is none. */
  Optional<Hl7Message> message(MessageReaders readers) {
    return readers.hl7().message(bytes);
  }

  /**
   * The message in a log of an interface engine: the text between its marks, without line marks.
   */
  private byte[] logged() {
    String log = new String(bytes, StandardCharsets.ISO_8859_1);
    int start = log.indexOf("<SB>") + 4;
    int end = log.indexOf("<EB>", start);
    return log.substring(start, end < 0 ? log.length() : end)
        .strip()
        .replaceAll("<R>\\r?\\n?", "\r")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private Report text(String site) {
    String text = Report.canonicalText(decoded());
    if (text.isBlank()) {
      throw new CommandFailure(name + ": the file has no text");
    }
    return text(id(), text, site);
  }

  private String id() {
    return "file-" + Texts.sha256(bytes).substring(0, 16);
  }

  private Report document(MessageReaders readers) {
    Reading reading = readers.documents().ofMessage().read(bytes, "");
    if (reading instanceof Unreadable unreadable) {
      String format = unreadable.format().words();
      throw new CommandFailure(name + ": the " + format + " " + unreadable.reason().words());
    }
    Document document = (Document) reading;
    return builder(id(), document.text(), readers.site())
        .hints(hints(document))
        .notAudited(document.notRead())
        .build();
  }

  private static List<SectionHint> hints(Document document) {
    List<SectionHint> hints = new ArrayList<>();
    int at = 0;
    for (Document.Line line : document.lines()) {
      int end = at + line.text().codePointCount(0, line.text().length());
      if (line.section() != null && end > at) {
        hints.add(new SectionHint(new Span(at, end), line.section()));
      }
      at = end + 1;
    }
    return hints;
  }

  /**
   * A report without patient, order and time.
   *
   * @param text as {@link Report#canonicalText} gives it
   */
  public static Report text(String id, String text, String site) {
    return builder(id, text, site).build();
  }

  private static Report.Builder builder(String id, String text, String site) {
    return Report.of(site, id)
        .patient(new Patient(List.of(new Identifier("", id, "")), "", "", null, Sex.UNKNOWN, ""))
        .order(new Order("", id, List.of(), List.of(), Coding.NONE, "", "", ""))
        .text(text)
        .pilot(true);
  }

  /** The text of a file that holds nothing else; empty for any other file. */
  public Optional<String> plainText() {
    return FileFormat.of(bytes) == FileFormat.TEXT ? Optional.of(decoded()) : Optional.empty();
  }

  /** Whether it is text that is not UTF-8, so that it is read as Windows-1252. */
  boolean isWindowsText() {
    if (FileFormat.of(bytes) != FileFormat.TEXT || FileFormat.isUtf16(bytes)) {
      return false;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return false;
    } catch (CharacterCodingException e) {
      return true;
    }
  }

  /** The text in UTF-8, in UTF-16 with its mark, otherwise in Windows-1252. */
  private String decoded() {
    Charset[] sets =
        FileFormat.isUtf16(bytes)
            ? new Charset[] {StandardCharsets.UTF_16}
            : new Charset[] {StandardCharsets.UTF_8, Charset.forName("windows-1252")};
    for (Charset charset : sets) {
      try {
        return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException e) {
        continue;
      }
    }
    throw new CommandFailure(name + ": " + NO_REPORT);
  }
}
