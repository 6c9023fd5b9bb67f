package org.radiologytrust.launch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.cli.Rtl;

/**
 * What a command printed that asked a running product.
 *
 * @param code exit code
 */
public record RtlRun(int code, String out, String err) {
  /** Runs a command in this JVM, with the settings of a product whose home is this folder. */
  public static RtlRun of(Path home, Product product, String... words) {
    try {
      Files.writeString(home.resolve("operator-password"), Product.PASSWORD + "\n");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return at(home, product.httpPort(), words);
  }

  public static RtlRun at(Path home, int port, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("-Drtl.home=" + home, "-Drtl.http.port=" + port, "-Drtl.zone=UTC"));
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream o = new ByteArrayOutputStream();
    ByteArrayOutputStream e = new ByteArrayOutputStream();
    System.setOut(new PrintStream(o, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(e, true, StandardCharsets.UTF_8));
    try {
      int code = Rtl.run(all.toArray(String[]::new));
      return new RtlRun(
          code, o.toString(StandardCharsets.UTF_8), e.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
