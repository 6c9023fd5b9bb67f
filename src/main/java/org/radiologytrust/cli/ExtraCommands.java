package org.radiologytrust.cli;

import java.util.List;

/**
 * Commands from another jar on the class path. {@link Rtl} finds implementations with {@link
 * java.util.ServiceLoader}, so the product needs no reference to them.
 */
public interface ExtraCommands {
  /**
   * Classes with picocli's {@code @Command}, in the order in which {@code rtl --help} lists them.
   * Their {@code @ParentCommand} is {@link SharedOptions}.
   */
  List<Class<?>> commands();
}
