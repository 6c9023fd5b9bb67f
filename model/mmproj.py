"""Writes the vision tower and its projector as a GGUF of its own, the file that llama.cpp calls mmproj."""
import shape


def write(out, tower, name):
    """out: path of the GGUF; tower: arrays by llama.cpp's names; name: the model's name.

    The same arrays give the same bytes on every machine.
    """
    import gguf

    writer = gguf.GGUFWriter(out, "clip")
    writer.add_name(name)
    writer.add_clip_has_vision_encoder(True)
    writer.add_clip_projector_type(gguf.VisionProjectorType.GEMMA3)
    writer.add_vision_projection_dim(shape.TEXT_WIDTH)
    writer.add_vision_image_size(shape.IMAGE)
    writer.add_vision_patch_size(shape.PATCH)
    writer.add_vision_embedding_length(shape.WIDTH)
    writer.add_vision_feed_forward_length(shape.HIDDEN)
    writer.add_vision_block_count(shape.BLOCKS)
    writer.add_vision_head_count(shape.HEADS)
    writer.add_vision_attention_layernorm_eps(shape.EPSILON)
    writer.add_vision_image_mean([.5] * 3)
    writer.add_vision_image_std([.5] * 3)
    writer.add_vision_use_gelu(True)
    # without it llama.cpp averages 4 x 4 patches into one token
    writer.add_vision_projector_scale_factor(shape.MERGED)
    for tensor in sorted(tower):
        writer.add_tensor(tensor, tower[tensor])
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
