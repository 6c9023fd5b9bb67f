package org.radiologytrust.ingest.hl7.out;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.TooLongFrameException;
import java.util.List;
import org.apache.camel.component.netty.DefaultChannelHandlerFactory;

/**
 * Creates Netty decoders for the answers of a receiver: each is the bytes between VT and FS.
 *
 * <p>Camel's own decoder has no limit.
 */
final class AnswerDecoderFactory extends DefaultChannelHandlerFactory {
  /** Longer than any acknowledgement. */
  private static final int LONGEST = 64 * 1024;

  private static final byte VT = 0x0b;
  private static final byte FS = 0x1c;

  @Override
  public ChannelHandler newChannelHandler() {
    return new AnswerDecoder();
  }

  private static final class AnswerDecoder extends ByteToMessageDecoder {
    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
      int end = in.indexOf(in.readerIndex(), in.writerIndex(), FS);
      if (end < 0) {
        if (in.readableBytes() > LONGEST) {
          throw new TooLongFrameException("longer than any acknowledgement");
        }
        return;
      }
      int start = in.indexOf(in.readerIndex(), end, VT);
      byte[] answer = new byte[start < 0 ? 0 : end - start - 1];
      if (start >= 0) {
        in.getBytes(start + 1, answer);
      }
      in.readerIndex(end + 1);
      out.add(answer);
    }
  }
}
