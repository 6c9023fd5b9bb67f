package org.radiologytrust.access;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.app.App;
import org.radiologytrust.journal.quality.Acceptances.Acceptance;
import org.radiologytrust.journal.quality.Acceptances.Ending;
import org.radiologytrust.journal.quality.Acceptances.Outcome;
import org.radiologytrust.journal.reviews.BulkAudits;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.RtlRun;

/** Each command of docs/pilot.md, in its order, by the users that it makes. */
@Tag("integration")
class PilotDocumentTest {
  private static final Pattern COMMAND = Pattern.compile("    (?:[A-Z_]+=\\S+ )*rtl .*");
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir Path folder;
  private App app;

  private static List<String> documented() throws Exception {
    return Files.readString(Path.of("docs/pilot.md"))
        .lines()
        .filter(line -> COMMAND.matcher(line).matches())
        .map(line -> line.strip().replaceAll("\\s+#.*", ""))
        .toList();
  }

  @Test
  void eachCommandDoesWhatTheDocumentSays() throws Exception {
    Files.createDirectories(folder.resolve("home"));
    Files.createDirectories(folder.resolve("reports"));
    Files.writeString(folder.resolve("reports/1.hl7"), message("A2"));
    List<String> commands = documented();
    assertTrue(commands.size() >= 8, commands::toString);
    try {
      for (String command : commands) {
        if (command.endsWith("rtl serve")) {
          serve(command);
        } else {
          RtlRun run = run(command);
          assertEquals(0, run.code(), () -> command + ": " + run.out() + run.err());
          giveUpWhatRuns();
        }
      }
    } finally {
      if (app != null) {
        app.close();
      }
    }
  }

  private static String message(String accession) {
    return Chest.oru(PhantomStudy.chest(accession), "M" + accession, "P1", Chest.TEXT, "F", 0);
  }

  /** With the variables before the command; then a report comes, and one from before the trial. */
  private void serve(String command) throws Exception {
    Map<String, String> environment = new HashMap<>();
    for (String word : command.split(" ")) {
      if (word.contains("=")) {
        environment.put(word.split("=", 2)[0], word.split("=", 2)[1]);
      }
    }
    // the options of a test would win over the document's list of features
    Map<String, String> more =
        Map.of("rtl.images.wait", "1s", "rtl.features", environment.remove("RTL_FEATURES"));
    app = Product.app(folder.resolve("home"), environment, more);
    BulkAudits.load(app.journal(), 20);
    assertTrue(product().mllp(message("A1")).contains("MSA|AA"));
    await().atMost(LONG).until(() -> app.journal().shadowAudits().figures().reports() == 1);
  }

  private Product product() {
    return new Product(app.mllpPort(), app.httpPort(), app.managementPort(), () -> {});
  }

  private RtlRun run(String command) {
    List<String> words = new ArrayList<>();
    for (String word : command.substring("rtl ".length()).split(" ")) {
      // the files of the document are in the working folder
      words.add(word.matches("(reports|rehearsal)(/.*)?") ? folder.resolve(word) + "" : word);
    }
    if (words.contains("rehearse")) {
      words.addAll(List.of("--out", folder.resolve("rehearsal").toString()));
    }
    if (words.contains("add") || words.contains("--user")) {
      words.add("--password-stdin");
    }
    InputStream in = System.in;
    System.setIn(
        new ByteArrayInputStream((Product.PASSWORD + "\n").getBytes(StandardCharsets.UTF_8)));
    try {
      String[] all = words.toArray(String[]::new);
      return app == null
          ? RtlRun.at(folder.resolve("home"), 1, all)
          : RtlRun.of(folder.resolve("home"), product(), all);
    } finally {
      System.setIn(in);
    }
  }

  /** The document shows two ways to begin an acceptance. */
  private void giveUpWhatRuns() {
    if (app != null) {
      app.journal()
          .acceptances()
          .newest()
          .filter(Acceptance::running)
          .ifPresent(
              one ->
                  assertTrue(
                      app.journal()
                          .acceptances()
                          .end(
                              new Ending(
                                  one.name(),
                                  Outcome.GIVEN_UP,
                                  List.of(),
                                  List.of(),
                                  null,
                                  null,
                                  "quentin"))));
    }
  }
}
