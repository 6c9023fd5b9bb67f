package org.radiologytrust;

import java.io.IOException;
import java.nio.file.Path;
import org.radiologytrust.auth.UsersFile;

/** The users of {@code rtl.home}, for commands beside a running server. */
public final class Accounts {
  private Accounts() {}

  /**
   * @param root folder that relative paths in the settings start from
   * @throws IOException when the folder cannot be made
   */
  public static UsersFile users(Settings settings, Path root) throws IOException {
    Path home = Home.folder(settings, root);
    Home.make(home);
    return UsersFile.in(home);
  }
}
