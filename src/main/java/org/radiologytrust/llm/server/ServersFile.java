package org.radiologytrust.llm.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.radiologytrust.runtime.Faults;
import org.radiologytrust.settings.Settings;

/**
 * The file that lists the model servers: one base URL in each line, in UTF-8. Empty lines and lines
 * that begin with {@code #} are ignored.
 */
public final class ServersFile {
  /** The setting that names the file. */
  public static final String SETTING = "rtl.model.servers-file";

  /** Most servers of a file. */
  public static final int MOST = 1000;

  private final Path file;

  public ServersFile(Path file) {
    this.file = file;
  }

  /**
   * The servers, each once.
   *
   * @return at least one
   * @throws Settings.Wrong when the file cannot be read, is empty, or has a line that is not a URL
   */
  public List<String> read() {
    Set<String> servers = new LinkedHashSet<>();
    int number = 0;
    for (String line : lines()) {
      number++;
      String url = line.strip();
      if (!url.isEmpty() && !url.startsWith("#")) {
        Optional<String> problem = Settings.urlProblem(url);
        if (problem.isPresent()) {
          throw new Settings.Wrong(SETTING + ": line " + number + " " + problem.get());
        }
        servers.add(url.replaceAll("/+$", ""));
      }
    }
    if (servers.isEmpty() || servers.size() > MOST) {
      throw new Settings.Wrong(
          SETTING + ": " + file + " lists " + servers.size() + " servers, not 1 to " + MOST);
    }
    return List.copyOf(servers);
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new Settings.Wrong(
          SETTING + ": " + file + " cannot be read (" + Faults.ofFile(e) + ")");
    }
  }
}
