package org.radiologytrust.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A page whose address the guard does not know as one has no log-in form in front of it. */
class PagePathsTest {
  private static final Pattern ADDRESS =
      Pattern.compile("\\.(?:get|poll|post|postFrom)\\(\\s*\"(/[^\"]*)\"");

  @Test
  void theGuardKnowsEachPage() throws IOException {
    Set<String> addresses = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/org/radiologytrust/page"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Matcher found = ADDRESS.matcher(Files.readString(file));
        while (found.find()) {
          addresses.add(found.group(1));
        }
      }
    }
    assertTrue(addresses.size() > 20, addresses::toString);
    Set<String> unknown = new TreeSet<>(addresses);
    unknown.removeIf(PathRights.API::isPage);
    assertEquals(Set.of(), unknown);
  }
}
