package org.radiologytrust;

import java.io.ObjectInputFilter;
import org.radiologytrust.cli.Rtl;

/** Entry point of {@code ./rtl}. */
public final class Main {
  private static final String PLAIN =
      "java.lang.*;java.util.*;java.rmi.**;javax.management.**;javax.security.auth.*;!*";

  private Main() {}

  public static void main(String[] args) {
    refuseSerializedObjects();
    System.exit(Rtl.run(args));
  }

  /**
   * Nothing that the product receives is a serialised Java object. Some components of Camel would
   * read one, for example the JMS component that a site may add; a sender could then run code.
   * Plain values are allowed, since JMX needs them for tools on the same machine.
   */
  static void refuseSerializedObjects() {
    // not a second time: an option of Java may have set one
    if (ObjectInputFilter.Config.getSerialFilter() == null) {
      ObjectInputFilter.Config.setSerialFilter(ObjectInputFilter.Config.createFilter(PLAIN));
    }
  }
}
