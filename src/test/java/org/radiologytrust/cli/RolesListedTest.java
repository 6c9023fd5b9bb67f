package org.radiologytrust.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.radiologytrust.auth.users.Role;
import picocli.CommandLine;

/** The roles are listed in one document and in the help of one command; elsewhere are links. */
class RolesListedTest {
  private static final List<String> ROLES = Arrays.stream(Role.values()).map(Role::code).toList();

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(r -> r.group(1)).toList();
  }

  @Test
  void theTableOfTheInstallationHasEachRoleOnce() throws Exception {
    String table = Files.readString(Path.of("docs/install.md")).split("(?m)^\\| role \\|")[1];
    assertEquals(ROLES, found("(?m)^\\| `([a-z-]+)` \\|", table.split("\n\n")[0]));
  }

  @Test
  void theHelpOfRtlUserAddHasEachRoleOnce() {
    String help =
        String.join(
            "",
            new CommandLine(new UserCommand.Add())
                .getCommandSpec()
                .findOption("--role")
                .description());
    assertEquals(ROLES, found("([a-z-]+) \\(", help));
  }
}
