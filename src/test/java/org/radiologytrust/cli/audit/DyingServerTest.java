package org.radiologytrust.cli.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.launch.RtlRun;
import org.radiologytrust.peers.ollama.OllamaFault;
import org.radiologytrust.peers.ollama.OllamaServer;

/** Commands whose model server fails in each call end by the patience in the file of settings. */
@Tag("integration")
class DyingServerTest {
  /** A try makes three calls. There is one at once and one when the patience ends. */
  private static final int CALLS = 2 * 3;

  @TempDir Path folder;

  private RtlRun run(OllamaServer server, String... words) throws Exception {
    Path config = folder.resolve("application.properties");
    Files.writeString(
        config,
        """
        rtl.audit.patience=1s
        rtl.model.urls=%s
        rtl.model.base=medgemma:4b
        rtl.model.lora=rtl-medgemma
        rtl.model.warm-up=false
        rtl.model.pause=10ms
        rtl.model.rest=10ms
        rtl.model.rest-most=20ms
        """
            .formatted(server.url()));
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--config", config.toString()));
    return RtlRun.at(folder.resolve("home"), 0, all.toArray(String[]::new));
  }

  private Path report() throws Exception {
    Path report = Files.createDirectories(folder.resolve("cases/one")).resolve("report.txt");
    return Files.writeString(report, "FINDINGS: Small left pleural effusion.\n");
  }

  @Test
  void auditEndsWhereEachCallIsCutInItsMiddle() throws Exception {
    try (OllamaServer server = OllamaServer.ofPair(ModelAnswers::of)) {
      server.script().always(call -> true, OllamaFault.drop());
      RtlRun ran = run(server, "audit", "--report", report().toString(), "--format=table");
      assertEquals(1, ran.code(), ran.err());
      assertTrue(ran.out().contains("Not auditable"), ran.out());
      assertEquals(CALLS, server.calls().size());
    }
  }

  @Test
  void batchEndsWhereTheServerIsAway() throws Exception {
    try (OllamaServer server = OllamaServer.ofPair(ModelAnswers::of)) {
      server.script().always(call -> true, OllamaFault.busy());
      Path out = folder.resolve("out");
      report();
      RtlRun ran = run(server, "batch", folder.resolve("cases").toString(), "--out=" + out);
      assertEquals(1, ran.code(), ran.err());
      assertTrue(ran.out().contains("1 not auditable"), ran.out());
      assertEquals(CALLS, server.calls().size());
    }
  }
}
