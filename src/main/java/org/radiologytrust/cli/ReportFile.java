package org.radiologytrust.cli;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.radiologytrust.App;
import org.radiologytrust.ingest.Explanation;
import org.radiologytrust.journal.Inbox;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Texts;

/** Reports in a file: HL7, FHIR or text. They are read in the same way as a listener would. */
public final class ReportFile {
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
   * Stores the reports in the journal.
   *
   * @throws CommandFailure when the file is refused; the message is the reason
   */
  void accept(App app, MessageReaders readers) {
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
    return switch (kind()) {
      case LOG -> readers.hl7().disposition(logged());
      case HL7 -> readers.hl7().disposition(bytes);
      case FHIR -> readers.fhir().read(bytes);
      case TEXT -> new Inbox.Parsed(text(readers.site()));
    };
  }

  /**
   * Parses the file, and tells what each part of it was used as: one explanation for each message.
   *
   * @throws CommandFailure when it is no message
   */
  List<Explanation> explain(MessageReaders readers) {
    return switch (kind()) {
      case LOG -> readers.hl7().explain(logged());
      case HL7 -> readers.hl7().explain(bytes);
      case FHIR -> List.of(readers.fhir().explain(bytes));
      case TEXT -> throw new CommandFailure(name + ": neither an HL7 message nor a FHIR resource");
    };
  }

  private enum Kind {
    /** A log of an interface engine. */
    LOG,
    HL7,
    FHIR,
    TEXT
  }

  private Kind kind() {
    String head =
        new String(bytes, 0, Math.min(bytes.length, 400), StandardCharsets.ISO_8859_1)
            .replaceFirst("^(\u00ef\u00bb\u00bf|\u000b|\\s)+", "");
    if (head.contains("<SB>")) {
      return Kind.LOG;
    }
    if (head.matches("(?s)(MSH|FHS|BHS).*")) {
      return Kind.HL7;
    }
    return head.startsWith("{") || head.startsWith("<") ? Kind.FHIR : Kind.TEXT;
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
    return text("file-" + Texts.sha256(bytes).substring(0, 16), text, site);
  }

  /**
   * A report without patient, order and time.
   *
   * @param text as {@link Report#canonicalText} gives it
   */
  public static Report text(String id, String text, String site) {
    return Report.of(site, id)
        .patient(new Patient(List.of(new Identifier("", id, "")), "", "", null, Sex.UNKNOWN, ""))
        .order(new Order("", id, List.of(), List.of(), Coding.NONE, "", "", ""))
        .text(text)
        .pilot(true)
        .build();
  }

  private String decoded() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, Charset.forName("windows-1252"));
    }
  }
}
