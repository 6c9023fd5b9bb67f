package org.radiologytrust.ingest.hl7.mllp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.feature.ConnectionPlaces;
import org.radiologytrust.ingest.hl7.message.MessageStart;
import org.radiologytrust.model.Texts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Splits the bytes of one connection into MLLP frames: VT, message, FS, CR. The last CR may be
 * missing.
 *
 * <p>Bytes outside frames are skipped. If a new frame (VT and MSH) begins inside a frame, the
 * interrupted frame is dropped: its sender gets no answer and sends it again. While a frame waits
 * for its answer, nothing more is read, so a fast sender is slowed down and memory use stays
 * constant.
 */
final class MllpDecoder extends ByteToMessageDecoder {
  private static final Logger LOG = LoggerFactory.getLogger(MllpDecoder.class);
  private static final byte VT = 0x0b;
  private static final byte FS = 0x1c;
  private static final byte CR = 0x0d;
  private static final byte LF = 0x0a;
  private static final int MAX_JUNK = 64 * 1024;
  private static final int BEGINNING = 2048;

  /** More than a byte order mark and MSH. */
  private static final int LONGEST_HEAD = 64;

  private final MllpLimits limits;
  private final UnaryOperator<byte[]> refusal;

  private ConnectionPlaces.@Nullable Place place;
  private boolean hasSent;
  private long held;
  private boolean inFrame;
  private boolean closing;
  private int scanned;
  private int junk;
  private int unanswered;

  /** Answers that the sender has not taken yet. */
  private int unsent;

  private @Nullable ScheduledFuture<?> deadline;

  /**
   * Creates the decoder of one connection.
   *
   * @param limits shared by all connections of a server
   * @param refusal builds the answer to a frame that is too long, from its beginning
   */
  MllpDecoder(MllpLimits limits, UnaryOperator<byte[]> refusal) {
    this.limits = limits;
    this.refusal = refusal;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) throws Exception {
    context
        .pipeline()
        .addBefore(
            context.name(),
            null,
            new IdleStateHandler(0, 0, limits.idle().toMillis(), TimeUnit.MILLISECONDS))
        .addBefore(context.name(), null, new Answers());
    super.handlerAdded(context);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    place =
        limits
            .places()
            .take(
                ConnectionPlaces.address(context.channel().remoteAddress()),
                () -> context.executor().execute(() -> close(context)))
            .orElse(null);
    if (place == null) {
      close(context);
      return;
    }
    super.channelActive(context);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    if (place != null) {
      place.leave();
    }
    endFrame();
    hold(0);
    super.channelInactive(context);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event instanceof IdleStateEvent && isIdle()) {
      LOG.info("MLLP connection closed: it was idle for {}", Texts.duration(limits.idle()));
      close(context);
    }
    super.userEventTriggered(context, event);
  }

  private boolean isIdle() {
    return !inFrame && unanswered == 0 && unsent == 0;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (closing) {
      in.skipBytes(in.readableBytes());
    } else if (inFrame || skipToStart(context, in)) {
      readFrame(context, in, out);
    }
  }

  private boolean skipToStart(ChannelHandlerContext context, ByteBuf in) {
    while (in.isReadable()) {
      byte next = in.readByte();
      if (next == VT) {
        if (junk > 0) {
          LOG.warn("MLLP: skipped {} bytes outside frames", junk);
          junk = 0;
        }
        if (!place.begin()) {
          close(context);
          return false;
        }
        inFrame = true;
        scanned = 0;
        deadline =
            context
                .executor()
                .schedule(
                    () -> late(context), limits.frameTime().toMillis(), TimeUnit.MILLISECONDS);
        return true;
      }
      if (next != CR && next != LF && ++junk > MAX_JUNK) {
        LOG.warn("MLLP connection closed: more than {} bytes outside frames", MAX_JUNK);
        close(context);
        return false;
      }
    }
    return false;
  }

  private void readFrame(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    int start = in.readerIndex();
    int readable = in.readableBytes();
    int end = end(in, start, Math.min(readable, limits.maxFrame() + 1));
    if (end >= 0) {
      byte[] frame = new byte[end - start];
      in.readBytes(frame).skipBytes(1);
      endFrame();
      if (!hasSent && MessageStart.of(frame).isPresent()) {
        hasSent = true;
        place.known();
      }
      unanswered++;
      context.channel().config().setAutoRead(false);
      out.add(withoutInterrupted(frame));
    } else if (readable > limits.maxFrame()) {
      LOG.warn("MLLP connection closed: a frame is longer than {} bytes", limits.maxFrame());
      byte[] beginning = new byte[Math.min(readable, BEGINNING)];
      in.getBytes(start, beginning);
      closing = true;
      endFrame();
      in.skipBytes(readable);
      byte[] answer = refusal.apply(beginning);
      ByteBuf framed = Unpooled.buffer(answer.length + 3);
      framed.writeByte(VT).writeBytes(answer).writeByte(FS).writeByte(CR);
      context.writeAndFlush(framed).addListener(ChannelFutureListener.CLOSE);
    } else if (!hold(readable)) {
      LOG.warn("MLLP connection closed: too many long messages at the same time");
      close(context);
    } else {
      scanned = readable;
    }
  }

  /**
   * Where the frame ends; -1 if its end is not there yet. In UTF-16, half of a character may be an
   * FS: there only FS and CR end the frame.
   */
  private int end(ByteBuf in, int start, int length) {
    int limit = start + length;
    if (!isWide(in, start, length)) {
      return in.indexOf(start + Math.min(scanned, length), limit, FS);
    }
    for (int at = start + Math.max(0, scanned - 2 & ~1); at + 1 < limit; at += 2) {
      if (in.getByte(at) == FS && in.getByte(at + 1) == CR) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isWide(ByteBuf in, int start, int length) {
    byte[] head = new byte[Math.min(length, LONGEST_HEAD)];
    in.getBytes(start, head);
    return MessageStart.of(head).filter(MessageStart::isWide).isPresent();
  }

  private boolean hold(long bytes) {
    long before = held;
    held = bytes;
    return limits.hold(before, bytes);
  }

  private static byte[] withoutInterrupted(byte[] frame) {
    for (int i = frame.length - 4; i >= 0; i--) {
      if (frame[i] == VT && frame[i + 1] == 'M' && frame[i + 2] == 'S' && frame[i + 3] == 'H') {
        LOG.warn("MLLP: dropped a frame of {} bytes that had no end", i);
        return Arrays.copyOfRange(frame, i + 1, frame.length);
      }
    }
    return frame;
  }

  private void late(ChannelHandlerContext context) {
    LOG.warn(
        "MLLP connection closed: a frame was not complete within {}",
        Texts.duration(limits.frameTime()));
    close(context);
  }

  private void close(ChannelHandlerContext context) {
    closing = true;
    endFrame();
    context.close();
  }

  private void endFrame() {
    inFrame = false;
    scanned = 0;
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  /** Notices outgoing answers, and lets the connection be read again. */
  private final class Answers extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      ChannelPromise written = promise.unvoid();
      boolean last = --unanswered <= 0 && !closing;
      if (last) {
        unanswered = 0;
        hold(0);
      }
      unsent++;
      written.addListener(
          done -> {
            unsent--;
            if (last) {
              readOn(context);
            }
          });
      if (message instanceof byte[] answer && answer.length == 0) {
        // the sender wants none
        written.setSuccess();
      } else {
        context.write(message, written);
      }
    }

    private void readOn(ChannelHandlerContext context) {
      if (isIdle()) {
        place.end();
      }
      context.channel().config().setAutoRead(true);
    }
  }
}
