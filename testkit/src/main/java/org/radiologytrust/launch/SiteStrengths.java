package org.radiologytrust.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of a site whose own table of strengths tests use. */
public final class SiteStrengths {
  private static final String TELLS = "- {check: overconfident, strength: tell}\n";

  /** A folder in which overconfident tells, and all else is as shipped; for all tests of a JVM. */
  public static final Path FOLDER = temporary();

  private SiteStrengths() {}

  private static Path temporary() {
    try {
      Path folder = Files.createTempDirectory("rtl-strengths");
      in(folder, TELLS);
      Path table = folder.resolve("check/strengths.yaml");
      for (Path path : new Path[] {folder, table.getParent(), table}) {
        path.toFile().deleteOnExit();
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets overconfident tell in the files of a site. */
  public static Path in(Path folder) throws IOException {
    return in(folder, TELLS);
  }

  /** Gives the files of a site this table. */
  public static Path in(Path folder, String yaml) throws IOException {
    Path table = folder.resolve("check/strengths.yaml");
    Files.createDirectories(table.getParent());
    Files.writeString(table, yaml);
    return folder;
  }
}
