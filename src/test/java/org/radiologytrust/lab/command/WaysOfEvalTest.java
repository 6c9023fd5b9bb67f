package org.radiologytrust.lab.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.launch.Jvm;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.peers.ollama.OllamaServer;

/** {@code rtl eval --ask list,each}. */
@Tag("integration")
class WaysOfEvalTest {
  @TempDir Path folder;

  private String rtl(int status, String... arguments) throws Exception {
    Process process = Jvm.rtl(arguments).redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(status, process.waitFor(), told);
    return told;
  }

  private String[] eval(OllamaServer ollama, String cases, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "eval",
                folder.resolve(cases).toString(),
                "--model=m=m",
                "--out=" + folder.resolve("eval"),
                "-Drtl.model.wire=ollama",
                "-Drtl.model.urls=" + ollama.url()));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void bothWaysAreAskedAboutTheSameClaimsAndCompared() throws Exception {
    try (OllamaServer ollama =
        new OllamaServer(ModelAnswers::of).model("m", "completion", "vision")) {
      rtl(0, "synth", "--phantoms=3", "--cases=0", "--out=" + folder.resolve("cases"));
      String[] command = eval(ollama, "cases", "--steps=alignment,probes", "--ask=each,list");
      String told = rtl(0, command);
      assertTrue(told.contains("A m, grammar: m"), told);
      assertTrue(told.contains("B m, each claim, grammar: m"), told);
      assertTrue(told.contains("All claims in a list (A), each by itself (B)"), told);
      assertTrue(told.contains("Labels beside trivial rules"), told);

      JsonNode json =
          new ObjectMapper()
              .readTree(Files.readString(folder.resolve("eval").resolve("eval.json")));
      int claims = json.path("claims").asInt();
      JsonNode ways = json.at("/ways/0");
      assertEquals(3, ways.at("/list/calls").asInt());
      assertEquals(claims, ways.at("/each/calls").asInt());
      JsonNode correct = ways.path("correct");
      int pairs =
          correct.path("both").asInt()
              + correct.path("onlyFirst").asInt()
              + correct.path("onlySecond").asInt()
              + correct.path("neither").asInt();
      assertEquals(claims, pairs);
      // on the image, on another's, on a blank one, and again
      assertEquals(4 * claims, ollama.calls("question").size());
      assertEquals(4 * 3, ollama.calls("alignment").size());

      rtl(0, command);
      assertEquals(4 * claims, ollama.calls("question").size(), "results are kept");
    }
  }

  @Test
  void questionsAboutImagesNeedImages() throws Exception {
    try (OllamaServer ollama = new OllamaServer(c -> "{}").model("m", "completion", "vision")) {
      rtl(0, "synth", "--cases=1", "--out=" + folder.resolve("text"));
      String told = rtl(1, eval(ollama, "text", "--ask=each"));
      assertTrue(told.contains("--ask each needs cases with images"), told);
      assertEquals(List.of(), ollama.calls());
    }
  }
}
