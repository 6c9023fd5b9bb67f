package org.radiologytrust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.support.DefaultExchangeHolder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.launch.Jvm;

@Tag("safety")
@Tag("integration")
class SerializedObjectsTest {
  /** The filter is for the whole process, so it is tried in one of its own. */
  @Test
  void noObjectIsMadeOfSerializedBytesButPlainValues() throws Exception {
    Process process = Jvm.tests(Reader.class).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("[a] refused refused refused", said.strip());
    assertEquals(0, process.waitFor());
  }

  private static final class OfOurs extends Exception {}

  static final class Reader {
    public static void main(String[] args) throws Exception {
      Main.refuseSerializedObjects();
      System.out.println(
          String.join(
              " ",
              made(new ArrayList<>(List.of("a"))),
              made(new HashMap<>(Map.of(new URL("http://127.0.0.1"), "asks a name server"))),
              made(new Throwable[] {new OfOurs()}),
              made(new DefaultExchangeHolder())));
    }

    private static String made(Object object) throws Exception {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(object);
      }
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        return String.valueOf(in.readObject());
      } catch (InvalidClassException e) {
        return "refused";
      }
    }
  }
}
