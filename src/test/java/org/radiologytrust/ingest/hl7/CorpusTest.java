package org.radiologytrust.ingest.hl7;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.ingest.hl7.mapping.TracedReports;
import org.radiologytrust.ingest.hl7.message.Encoding;
import org.radiologytrust.model.Report;

/**
 * Each message of the corpus is read as the file beside it says. After a wanted change, {@code
 * -Dcorpus.write=true} writes these files again; look at each difference.
 */
class CorpusTest {
  static Stream<Path> files() {
    return Corpus.files().stream();
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".hl7", "");
  }

  @ParameterizedTest
  @MethodSource("files")
  void isReadAsExpected(Path file) throws IOException {
    Path expected = Corpus.FOLDER.resolve(name(file) + ".expected.yaml");
    String outcome = Corpus.outcome(Corpus.bytes(file));
    if (Boolean.getBoolean("corpus.write")) {
      Files.writeString(expected, outcome);
    }
    assertEquals(Files.readString(expected), outcome);
  }

  @ParameterizedTest
  @MethodSource("files")
  void leadsBackToItsBytes(Path file) {
    for (Corpus.Played played : Corpus.play(Corpus.bytes(file))) {
      byte[] raw = played.incoming().raw();
      Encoding encoding = Hl7Samples.READER.read(raw).envelope().encoding();
      for (Report report : played.reports()) {
        assertEquals(Report.canonicalText(report.text()), report.text());
        TracedReports.check(raw, encoding, report);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void arrivesWholeSplitAtEveryByte(Path file) {
    byte[] message = Corpus.bytes(file);
    EmbeddedChannel channel = new EmbeddedChannel(MllpServer.decoder().newChannelHandler());
    ByteBuf frame = Unpooled.buffer();
    frame.writeByte(0x0b).writeBytes(message).writeByte(0x1c).writeByte('\r');
    for (int cut = 0; cut <= frame.readableBytes(); cut++) {
      channel.writeInbound(frame.copy(0, cut));
      channel.writeInbound(frame.copy(cut, frame.readableBytes() - cut));
      assertArrayEquals(message, channel.readInbound(), "cut at " + cut);
    }
  }

  @Test
  void readmeNamesEachShape() throws IOException {
    String readme = Files.readString(Corpus.FOLDER.resolve("README.md"));
    List<String> missing =
        files().map(CorpusTest::name).filter(name -> !readme.contains("`" + name + "`")).toList();
    assertEquals(List.of(), missing);
    assertTrue(files().count() > 60);
  }
}
