package org.radiologytrust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.launch.Jvm;

@Tag("safety")
@Tag("integration")
class SerializedObjectsTest {
  /** The filter is for the whole process, so it is tried in one of its own. */
  @Test
  void noObjectIsMadeOfSerializedBytes() throws Exception {
    Process process = Jvm.tests(Reader.class).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("refused", said.strip());
    assertEquals(0, process.waitFor());
  }

  static final class Reader {
    public static void main(String[] args) throws Exception {
      Main.refuseSerializedObjects();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(new ArrayList<>(List.of("a")));
      }
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        System.out.println(in.readObject());
      } catch (InvalidClassException e) {
        System.out.println("refused");
      }
    }
  }
}
