package org.radiologytrust.ingest.hl7;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.radiologytrust.ingest.hl7.mapping.TracedReports;
import org.radiologytrust.ingest.hl7.mllp.Senders;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Ignored;
import org.radiologytrust.journal.inbox.Inbox.Incoming;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.journal.inbox.Inbox.Receipt;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Report;

/** The messages of {@code corpus/hl7}, and what becomes of them. */
final class Corpus {
  static final Path FOLDER = Path.of("src/test/resources/corpus/hl7");

  private static final ObjectMapper YAML =
      new ObjectMapper(
          new YAMLFactory()
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER));

  private Corpus() {}

  /** The files, by name. */
  static List<Path> files() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".hl7")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A message of a frame with its answer. */
  record Played(Incoming incoming, String ack) {
    Disposition disposition() {
      return incoming.disposition();
    }

    List<Report> reports() {
      return disposition() instanceof Parsed parsed ? parsed.reports() : List.of();
    }
  }

  /** Reads a frame as the listener does; nothing is stored. */
  static List<Played> play(byte[] frame) {
    List<Played> played = new ArrayList<>();
    Hl7Inbox inbox =
        new Hl7Inbox(
            incoming -> {
              Disposition disposition = incoming.disposition();
              Outcome outcome =
                  disposition instanceof Parsed
                      ? Outcome.PARSED
                      : disposition instanceof Ignored ? Outcome.IGNORED : Outcome.QUARANTINED;
              byte[] reply = incoming.replier().reply(outcome, reason(disposition));
              played.add(new Played(incoming, ack(incoming.raw(), reply)));
              return new Receipt(outcome, reason(disposition), reply);
            },
            Hl7Samples.READER,
            Hl7Samples.CLOCK,
            Hl7Samples.ZONE,
            new Senders(1 << 20, 1_000_000));
    inbox.answer(frame, "192.0.2.1", id -> {});
    return played;
  }

  private static String ack(byte[] message, byte[] reply) {
    Charset charset = Hl7Samples.READER.read(message).envelope().encoding().charset();
    String answer = new String(reply, charset);
    int msa = answer.indexOf("\rMSA");
    return msa < 0 ? "none" : answer.substring(msa + 5, msa + 7);
  }

  private static String reason(Disposition disposition) {
    return disposition instanceof Ignored ignored
        ? ignored.reason()
        : disposition instanceof Quarantined quarantined ? quarantined.reason() : "";
  }

  /** What became of a frame, as the file beside it says. */
  static String outcome(byte[] frame) throws IOException {
    List<Object> messages = new ArrayList<>();
    for (Played played : play(frame)) {
      Map<String, Object> message = new LinkedHashMap<>();
      message.put("ack", played.ack);
      message.put(
          "outcome", played.disposition().getClass().getSimpleName().toLowerCase(Locale.ROOT));
      if (!reason(played.disposition()).isEmpty()) {
        message.put("reason", reason(played.disposition()));
      }
      if (!played.reports().isEmpty()) {
        message.put("reports", played.reports().stream().map(Corpus::report).toList());
      }
      messages.add(message);
    }
    return YAML.writeValueAsString(messages);
  }

  private static Map<String, Object> report(Report report) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("id", report.reportId());
    said.put("otherIds", report.otherIds());
    said.put("accessions", report.order().accessionNumbers());
    said.put("studies", report.order().studyInstanceUids());
    said.put("status", report.status().code());
    said.put("addendum", report.addendum());
    said.put("text", report.text());
    said.put("places", report.origins().stream().map(TracedReports::words).toList());
    said.put("notAudited", report.notAudited().stream().map(NotAudited::what).toList());
    return said;
  }
}
