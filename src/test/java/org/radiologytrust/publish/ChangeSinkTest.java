package org.radiologytrust.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.journal.Outbox;
import org.radiologytrust.model.Samples;

/** The sink of docs/change.md, as it stands there. */
class ChangeSinkTest {
  private static final UUID FIRST = new UUID(1, 1);
  private static final UUID SECOND = new UUID(2, 2);

  @TempDir Path folder;
  private final List<UUID> due = new ArrayList<>(List.of(FIRST, SECOND));
  private final List<String> said = new ArrayList<>();

  @Test
  void whatIsDueIsWrittenOnceAndWhatCannotBeWrittenWaits() throws Exception {
    Path target = folder.resolve("audits");
    Outbox outbox = outbox();
    // in the package's own loader: a sink sees what the package keeps to itself
    Class<?> type = MethodHandles.lookup().defineClass(compiled());
    Object sink =
        type.getConstructor(Outbox.class, Path.class, Clock.class)
            .newInstance(outbox, target, Clock.systemUTC());
    type.getMethod("deliver").invoke(sink);
    assertEquals(
        List.of("again " + FIRST + " the folder cannot be written: NoSuchFileException"), said);
    Files.createDirectory(target);
    type.getMethod("deliver").invoke(sink);
    type.getMethod("deliver").invoke(sink);
    assertEquals(List.of("sent " + FIRST, "sent " + SECOND), said.subList(1, said.size()));
    assertEquals("bundle of " + FIRST, Files.readString(target.resolve(FIRST + ".json")));
    try (var files = Files.list(target)) {
      assertEquals(2, files.count());
    }
  }

  private byte[] compiled() throws Exception {
    Matcher java =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("docs/change.md")));
    assertTrue(java.find());
    Path source = Files.writeString(folder.resolve("FolderSink.java"), java.group(1));
    Path classes = Files.createDirectory(folder.resolve("classes"));
    assertEquals(
        0,
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                System.err,
                "-Xlint:all",
                "-Werror",
                "-proc:none",
                "-cp",
                "target/classes",
                "-d",
                classes.toString(),
                source.toString()));
    return Files.readAllBytes(classes.resolve("org/radiologytrust/publish/FolderSink.class"));
  }

  private Outbox outbox() {
    return new Outbox() {
      @Override
      public List<Delivery> due(String sink, int limit) {
        return due.stream()
            .map(
                id ->
                    new Delivery(
                        id,
                        sink,
                        "HOSP",
                        "ACC1",
                        Samples.report("ACC1", "Text."),
                        "bundle of " + id,
                        "",
                        0,
                        0))
            .toList();
      }

      @Override
      public void prepared(UUID runId, String sink, String payload) {
        throw new AssertionError();
      }

      @Override
      public void sent(UUID runId, String sink) {
        due.remove(runId);
        said.add("sent " + runId);
      }

      @Override
      public void retry(UUID runId, String sink, Duration delay, String reason) {
        said.add("again " + runId + " " + reason);
      }

      @Override
      public void rebuild(UUID runId, String sink, Duration delay, String reason) {
        throw new AssertionError();
      }

      @Override
      public void dead(UUID runId, String sink, String reason) {
        throw new AssertionError();
      }

      @Override
      public void sentUnlinked(UUID runId, String sink, Duration delay) {
        throw new AssertionError();
      }

      @Override
      public List<Unlinked> unlinked(String sink, int limit) {
        throw new AssertionError();
      }

      @Override
      public void linkLater(UUID runId, String sink, Duration delay) {
        throw new AssertionError();
      }

      @Override
      public void linkEnded(UUID runId, String sink) {
        throw new AssertionError();
      }
    };
  }
}
