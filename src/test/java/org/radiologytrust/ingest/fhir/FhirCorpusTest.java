package org.radiologytrust.ingest.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.ingest.document.PdfWords;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Ignored;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Origin;
import org.radiologytrust.model.Report;

/** Reads every message of the corpus and compares the outcome with the stored one. */
class FhirCorpusTest {
  private static final Path CORPUS = Path.of("src/test/resources/corpus/fhir");
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=]+");

  private final FhirMessages messages = Post.messages(ZoneOffset.UTC);

  static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(CORPUS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches(".*\\.(json|xml)"))
          .sorted()
          .toList();
    }
  }

  @Test
  void everyOutcomeBelongsToAMessage() throws IOException {
    try (Stream<Path> files = Files.list(CORPUS)) {
      List<String> outcomes =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".outcome"))
              .sorted()
              .toList();
      assertEquals(names().stream().map(n -> n + ".outcome").toList(), outcomes);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void outcome(String name) throws IOException {
    byte[] body = Files.readAllBytes(CORPUS.resolve(name));
    Disposition disposition = messages.read(body);
    if (Boolean.getBoolean("corpus.write")) {
      Files.writeString(CORPUS.resolve(name + ".outcome"), words(disposition));
    }
    assertEquals(Files.readString(CORPUS.resolve(name + ".outcome")), words(disposition));
    if (disposition instanceof Parsed parsed) {
      for (Report report : parsed.reports()) {
        assertEquals(Report.canonicalText(report.text()), report.text());
        originsHoldTheText(report, body);
      }
    }
  }

  /** The bytes of each place, decoded, are the words; of a PDF the words in the box. */
  private static void originsHoldTheText(Report report, byte[] body) throws IOException {
    StringBuilder traced = new StringBuilder();
    for (Origin origin : report.origins()) {
      String words = origin.text().in(report.text());
      String bytes =
          new String(body, origin.start(), origin.end() - origin.start(), StandardCharsets.UTF_8);
      if (origin.exact()) {
        assertEquals(words, bytes);
      } else if (origin.box() != null) {
        try (PDDocument pdf = Loader.loadPDF(Base64.getDecoder().decode(bytes))) {
          assertEquals(words, PdfWords.in(pdf, origin.box()));
        }
      } else if (origin.place().endsWith(".data")) {
        Matcher base64 = BASE64.matcher(bytes);
        assertTrue(base64.matches(), origin.place());
      } else {
        assertTrue(bytes.contains(words.split("\\W+")[0]), () -> origin.place() + ": " + bytes);
      }
      traced.append(words);
    }
    String untraced = report.text().replaceAll("(?m)^(IMPRESSION|NOTE|FINDINGS|ONLY IN .*):$", "");
    for (String word : untraced.split("\\s+")) {
      assertTrue(traced.indexOf(word) >= 0, () -> word + " has no place");
    }
  }

  private static String words(Disposition disposition) {
    if (disposition instanceof Quarantined refused) {
      return "refused: " + refused.reason() + "\n";
    } else if (disposition instanceof Ignored ignored) {
      return "ignored: " + ignored.reason() + "\n";
    }
    return ((Parsed) disposition)
        .reports().stream().map(FhirCorpusTest::words).collect(Collectors.joining("\n"));
  }

  private static String words(Report report) {
    StringBuilder words = new StringBuilder();
    words.append("report: ").append(report.reportId()).append('\n');
    words.append("also: ").append(report.otherIds()).append('\n');
    words.append("status: ").append(report.status()).append('\n');
    words.append("radiologist: ").append(report.radiologist()).append('\n');
    report
        .hints()
        .forEach(h -> words.append(h.section() + ": " + h.span().in(report.text())).append('\n'));
    for (NotAudited part : report.notAudited()) {
      words.append("not read: ").append(part).append('\n');
    }
    TreeSet<String> places = new TreeSet<>();
    report
        .origins()
        .forEach(
            o ->
                places.add(
                    o.place()
                        + (o.exact() ? ", exact" : "")
                        + (o.box() == null ? "" : ", page " + o.box().page())));
    places.forEach(place -> words.append("from: ").append(place).append('\n'));
    return words.append("text:\n").append(report.text()).append('\n').toString();
  }
}
