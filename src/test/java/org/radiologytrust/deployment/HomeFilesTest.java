package org.radiologytrust.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.auth.users.QuickPassword;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;

/** What is in rtl.home belongs to its owner alone, whatever the folder's own permissions are. */
@Tag("integration")
class HomeFilesTest {
  @TempDir Path folder;

  @Test
  void everyFileIsForItsOwnerAlone() throws Exception {
    Path home = folder.resolve("home");
    Map<String, String> modes = new TreeMap<>();
    try (Product product = Product.start(home, Map.of())) {
      String oru = Chest.oru(PhantomStudy.chest("H1"), "H1", "PHANTOM-1", Chest.TEXT, "F", 0);
      assertTrue(product.mllp(oru).contains("MSA|AA"));
      UsersFile.in(home).put(QuickPassword.account("anna", Role.VIEWER, Product.PASSWORD));
      try (Stream<Path> files = Files.walk(home)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          modes.put(
              home.relativize(file).toString(),
              PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
      }
    }
    Set<String> names = new TreeSet<>(modes.keySet());
    assertTrue(
        names.containsAll(Set.of("lock", "users", "users.lock", "journal.db")), modes::toString);
    modes.values().removeIf("rw-------"::equals);
    assertEquals(Map.of(), modes);
  }
}
