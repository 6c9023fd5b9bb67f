package org.radiologytrust.peers.hl7;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.peers.PeerJars;

/** Scripts of the tests' peers that use HL7 libraries for Python. */
public final class PythonPeer {
  private static final List<String> SCRIPTS = List.of("validate_hl7.py", "receive_hl7.py");

  private PythonPeer() {}

  /**
   * @param folder gets the scripts, which import one another
   */
  public static ProcessBuilder command(Path folder, String script, List<String> arguments)
      throws IOException, InterruptedException {
    for (String name : SCRIPTS) {
      try (InputStream in = PythonPeer.class.getResourceAsStream("/peers/" + name)) {
        Files.write(folder.resolve(name), in.readAllBytes());
      }
    }
    List<String> command = new ArrayList<>(List.of("python3", folder.resolve(script).toString()));
    command.addAll(arguments);
    ProcessBuilder python = new ProcessBuilder(command);
    python.environment().put("PYTHONPATH", PeerJars.folder("hl7python").toString());
    return python;
  }
}
