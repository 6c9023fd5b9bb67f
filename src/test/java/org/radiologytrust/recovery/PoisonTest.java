package org.radiologytrust.recovery;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.radiologytrust.Rounds;

/** With the journal in a file. */
@Tag("rounds")
@Tag("integration")
@Tag("safety")
class PoisonTest extends PoisonContract {
  PoisonTest() {
    super(Rounds.of(1, 100));
  }

  @Override
  Map<String, String> journal() {
    return Map.of();
  }

  @Override
  Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("home/journal.db"));
  }

  @Override
  void disturb(Random random) {}
}
