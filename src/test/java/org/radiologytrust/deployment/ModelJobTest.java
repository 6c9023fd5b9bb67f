package org.radiologytrust.deployment;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.feature.FreePorts;
import org.radiologytrust.peers.llama.LlamaBuild;

/** {@code model/models.sh}, the job of docker-compose.yml, on a real Ollama. */
@Tag("peers")
@Tag("real-model")
class ModelJobTest {
  /** In a registry that cannot be reached. */
  private static final String FAR = "127.0.0.1:9/site/far";

  @TempDir Path folder;
  private Path peer;
  private Path modelfiles;
  private String host;
  private Process server;

  private record Done(int status, String said) {}

  @BeforeEach
  void start() throws Exception {
    Done built = run(new ProcessBuilder("bash", ".ci/ollama"));
    peer = Path.of(built.said.strip().lines().reduce("", (a, b) -> b));
    modelfiles = Files.createDirectory(folder.resolve("modelfiles"));
    host = "127.0.0.1:" + FreePorts.one();
    server =
        ollama("serve")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.log").toFile())
            .start();
    await().atMost(Duration.ofSeconds(60)).until(() -> run(ollama("list")).status == 0);
  }

  @AfterEach
  void stop() throws Exception {
    server.destroy();
    if (!server.waitFor(20, TimeUnit.SECONDS)) {
      server.destroyForcibly().waitFor();
    }
  }

  private ProcessBuilder ollama(String... arguments) {
    return environment(
        new ProcessBuilder(
            java.util.stream.Stream.concat(
                    java.util.stream.Stream.of(peer.resolve("bin/ollama").toString()),
                    java.util.stream.Stream.of(arguments))
                .toList()));
  }

  private ProcessBuilder environment(ProcessBuilder builder) {
    builder
        .environment()
        .putAll(
            Map.of(
                "OLLAMA_HOST",
                host,
                "OLLAMA_MODELS",
                folder.resolve("models").toString(),
                "OLLAMA_NO_CLOUD",
                "1",
                "HOME",
                folder.toString(),
                "PATH",
                peer.resolve("bin") + ":" + System.getenv("PATH")));
    return builder;
  }

  private static Done run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Done(process.waitFor(), said);
  }

  private Done job(String base, String lora) throws Exception {
    Path state = Files.createDirectories(folder.resolve("state"));
    ProcessBuilder builder =
        environment(
            new ProcessBuilder("sh", "model/models.sh", modelfiles.toString(), state.toString()));
    builder
        .environment()
        .putAll(Map.of("RTL_MODEL_BASE", base, "RTL_MODEL_LORA", lora, "RTL_MODEL_WAIT", "0"));
    return run(builder);
  }

  private void modelfile(String name, int seed) throws IOException {
    Path of = Files.createDirectories(modelfiles.resolve(name));
    Files.writeString(
        of.resolve("Modelfile"),
        "FROM ./gemma.gguf\nTEMPLATE \"\"\"{{ .Prompt }}\"\"\"\nPARAMETER seed " + seed + "\n");
    if (Files.notExists(of.resolve("gemma.gguf"))) {
      Files.createLink(of.resolve("gemma.gguf"), linkable());
    }
  }

  /** On the file system of the temporary folder. */
  private Path linkable() throws IOException {
    Path copy = folder.resolve("gemma.gguf");
    return Files.exists(copy) ? copy : Files.copy(LlamaBuild.gemma(), copy);
  }

  private String listed(String name) throws Exception {
    return run(ollama("list"))
        .said
        .lines()
        .filter(l -> l.startsWith(name + " "))
        .map(l -> l.split("\\s+")[1])
        .findFirst()
        .orElse("");
  }

  @Test
  void makesWhatHasAModelfileAndMakesItAgainOnlyWhenThatChanges() throws Exception {
    modelfile("seeing-4b", 1);
    modelfile("rtl-small", 2);
    Done first = job("seeing:4b", "rtl-small");
    assertEquals(0, first.status, first.said);
    String base = listed("seeing:4b");
    String lora = listed("rtl-small:latest");
    assertEquals(List.of(12, 12), List.of(base.length(), lora.length()), first.said);

    Done second = job("seeing:4b", "rtl-small");
    assertEquals(0, second.status, second.said);
    assertEquals(
        List.of(
            "models: seeing:4b is there, and its files are the same",
            "models: rtl-small is there, and its files are the same"),
        second.said.lines().toList());

    modelfile("rtl-small", 3);
    Done changed = job("seeing:4b", "rtl-small");
    assertEquals(0, changed.status, changed.said);
    assertTrue(changed.said.contains("making rtl-small from"), changed.said);
    assertTrue(changed.said.contains("seeing:4b is there, and"), changed.said);
    assertNotEquals(lora, listed("rtl-small:latest"));

    run(ollama("rm", "rtl-small"));
    Done gone = job("seeing:4b", "rtl-small");
    assertEquals(0, gone.status, gone.said);
    assertEquals(12, listed("rtl-small:latest").length(), gone.said);
  }

  @Test
  void saysWhatToDoForAModelThatCannotBeHad() throws Exception {
    modelfile("seeing-4b", 1);
    Done done = job("seeing:4b", FAR);
    assertEquals(1, done.status, done.said);
    assertTrue(
        done.said.contains(
            "models: "
                + FAR
                + " is not there, cannot be pulled, and has no Modelfile in"
                + " model/modelfiles/127.0.0.1-9-site-far: put its Modelfile there, or set"
                + " RTL_MODEL_LORA=seeing:4b: then one model does all steps"),
        done.said);
    // the other one is made all the same
    assertEquals(12, listed("seeing:4b").length(), done.said);

    Done one = job("seeing:4b", "seeing:4b");
    assertEquals(0, one.status, one.said);
    assertEquals(1, one.said.lines().count(), one.said);
  }

  @Test
  void leavesAPulledModelAsItIs() throws Exception {
    modelfile("rtl-small", 1);
    assertEquals(0, job("rtl-small", "rtl-small").status);
    run(ollama("cp", "rtl-small", FAR));
    String before = listed(FAR + ":latest");
    Done done = job(FAR, FAR);
    assertEquals(0, done.status, done.said);
    assertEquals("models: " + FAR + " is there", done.said.strip());
    assertEquals(before, listed(FAR + ":latest"));
  }

  @Test
  void aModelfileThatIsWrongIsNamed() throws Exception {
    Path of = Files.createDirectories(modelfiles.resolve("rtl-small"));
    Files.writeString(of.resolve("Modelfile"), "FROM ./missing.gguf\n");
    Done done = job("rtl-small", "rtl-small");
    assertEquals(1, done.status, done.said);
    assertTrue(done.said.contains("rtl-small cannot be made: correct " + of), done.said);
  }

  @Test
  void withoutAServerItSaysSo() throws Exception {
    stop();
    Done done = job("seeing:4b", "rtl-small");
    assertEquals(1, done.status, done.said);
    assertEquals(
        "models: no Ollama server answers at " + host + ": start it, or set OLLAMA_HOST",
        done.said.strip());
  }
}
