package org.radiologytrust.peers.hl7;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A receiver by python-hl7, which has hl7apy validate each message that it stores. */
public final class PythonReceiver extends Receiver {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> invalid = new ArrayList<>();
  private final Path folder;
  private Process python;
  private BufferedReader told;

  /**
   * @param folder for its scripts
   */
  public PythonReceiver(Path folder, Supplier<Fault> plan) throws Exception {
    super(plan);
    this.folder = folder;
    start();
  }

  /** What hl7apy says of messages that are not valid. */
  public List<String> invalid() {
    return List.copyOf(invalid);
  }

  @Override
  void startServer(int port) throws Exception {
    python =
        PythonPeer.command(folder, "receive_hl7.py", List.of("" + port))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    told = python.inputReader(StandardCharsets.UTF_8);
    if (!"ready".equals(told.readLine())) {
      throw new IOException("the receiver did not start");
    }
  }

  @Override
  void stopServer() throws Exception {
    python.destroyForcibly().waitFor();
  }

  @Override
  void announce(Fault fault) throws IOException {
    python.outputWriter(StandardCharsets.UTF_8).append(fault.name()).append('\n').flush();
  }

  @Override
  void answered() throws IOException {
    JsonNode stored = JSON.readTree(told.readLine());
    if (stored.has("id")) {
      store(stored.get("id").asText(), stored.get("text").asText());
      if (!stored.get("problem").asText().isEmpty()) {
        invalid.add(stored.get("problem").asText());
      }
    }
  }
}
