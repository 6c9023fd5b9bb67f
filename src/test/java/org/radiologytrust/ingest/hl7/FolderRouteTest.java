package org.radiologytrust.ingest.hl7;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.ingest.hl7.mllp.Senders;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.launch.CapturedLog;

/** The feed of docs/recipes/folder.yaml while the journal takes nothing, and afterwards. */
class FolderRouteTest extends CamelTestSupport {
  @TempDir Path folder;
  @AutoClose private final TemporaryJournal journal = new TemporaryJournal();

  @Override
  protected CamelContext createCamelContext() throws Exception {
    CamelContext context = super.createCamelContext();
    context
        .getRegistry()
        .bind(
            "hl7Inbox",
            new Hl7Inbox(
                journal.inbox(),
                Hl7Samples.READER,
                Hl7Samples.CLOCK,
                Hl7Samples.ZONE,
                new Senders(4096, 20)));
    String route =
        Files.readString(Path.of("docs/recipes/folder.yaml"))
            .replace("/var/lib/rtl/in", folder.toString())
            .replace("delay: 2000", "delay: 50");
    assertTrue(route.contains("delay: 50\n"), route);
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(ResourceHelper.fromString("folder.yaml", route));
    return context;
  }

  @Test
  void aFileStaysUntilTheJournalHasIt() throws Exception {
    journal.full();
    Path file = folder.resolve("a.hl7");
    try (CapturedLog log = CapturedLog.asInProduction()) {
      Path fresh = folder.resolve("a.new");
      Files.writeString(fresh, Hl7Samples.withText("TX", "Clear."));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> log.lines().stream().filter(line -> line.contains("disk full")).count() > 1);
      assertTrue(Files.exists(file), "it is tried again and again");
      assertFalse(Files.exists(folder.resolve(".done/a.hl7.ack")), "nothing is acknowledged");
      assertFalse(
          log.lines().stream().anyMatch(line -> line.matches("(?s).*(4711|Testcase|Clear).*")),
          () -> log.lines().toString());
    }
    journal.works();
    Path ack = folder.resolve(".done/a.hl7.ack");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !Files.exists(file) && Files.exists(ack) && Files.size(ack) > 0);
    assertTrue(Files.readString(ack).contains("MSA|AA|1"));
    assertTrue(Files.exists(folder.resolve(".done/a.hl7")));
    journal.onlyReport();
  }
}
