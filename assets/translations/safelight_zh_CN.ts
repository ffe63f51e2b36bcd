<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Banner</name>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭提示</translation>
    </message>
</context>
<context>
    <name>BatchFooter</name>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Show results</source>
        <translation>查看结果</translation>
    </message>
    <message>
        <source>Progress of the whole batch</source>
        <translation>批处理总进度</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>已处理 {0} / {1}</translation>
    </message>
    <message>
        <source>Failed: {0}</source>
        <translation>失败：{0}</translation>
    </message>
    <message>
        <source>Skipped: {0}</source>
        <translation>跳过：{0}</translation>
    </message>
    <message>
        <source>Copied: {0}</source>
        <translation>已复制：{0}</translation>
    </message>
    <message>
        <source>Saved {0} ({1} %)</source>
        <translation>节省 {0}（{1}%）</translation>
    </message>
    <message>
        <source>Written {0}</source>
        <translation>已写入 {0}</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
</context>
<context>
    <name>BatchForm</name>
    <message>
        <source>Folder with the files</source>
        <translation>源文件夹</translation>
    </message>
    <message>
        <source>Folder for the results</source>
        <translation>结果文件夹</translation>
    </message>
    <message>
        <source>Compress</source>
        <translation>压缩</translation>
    </message>
    <message>
        <source>Reconstruct</source>
        <translation>重建</translation>
    </message>
    <message>
        <source>Denoise</source>
        <translation>降噪</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>To</source>
        <translation>输出到</translation>
    </message>
    <message>
        <source>Drop a folder here, or choose one</source>
        <translation>将文件夹拖到此处，或点击选择</translation>
    </message>
    <message>
        <source>Sub-folders are kept; the originals are not touched</source>
        <translation>保留子文件夹结构；不会改动原文件</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Smaller file</source>
        <translation>文件更小</translation>
    </message>
    <message>
        <source>Better picture</source>
        <translation>画质更好</translation>
    </message>
    <message>
        <source>Target size</source>
        <translation>目标大小</translation>
    </message>
    <message>
        <source>Of each original&apos;s size</source>
        <translation>占每个原文件大小的比例</translation>
    </message>
    <message>
        <source>Leave out noise</source>
        <translation>去除噪点</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不去除</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Noise is removed before it costs bytes in the compressed files; your originals are not touched.</source>
        <translation>噪点会在压缩前去除，不再占用压缩文件的空间；原文件不受影响。</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>Gentle</source>
        <translation>轻柔</translation>
    </message>
    <message>
        <source>Strong</source>
        <translation>强烈</translation>
    </message>
    <message>
        <source>Automatic strength</source>
        <translation>自动强度</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>As the original</source>
        <translation>与原图相同</translation>
    </message>
</context>
<context>
    <name>BatchModel</name>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>原大小</translation>
    </message>
    <message>
        <source>After</source>
        <translation>新大小</translation>
    </message>
    <message>
        <source>Ratio</source>
        <translation>压缩比</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} 秒</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
</context>
<context>
    <name>BatchOptions</name>
    <message>
        <source>Existing results</source>
        <translation>已有结果</translation>
    </message>
    <message>
        <source>Originals</source>
        <translation>原图</translation>
    </message>
    <message>
        <source>Private data</source>
        <translation>隐私信息</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Keep both</source>
        <translation>两者都保留</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Move to the bin</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>Remove position</source>
        <translation>去除位置</translation>
    </message>
    <message>
        <source>Remove all</source>
        <translation>全部去除</translation>
    </message>
    <message>
        <source>Keep file dates</source>
        <translation>保留文件日期</translation>
    </message>
    <message>
        <source>Only after the result has been read back and found good.</source>
        <translation>仅在结果重新读取并确认完好之后。</translation>
    </message>
    <message>
        <source>The position is where a photo was taken; all is Exif, XMP and IPTC. The colour profile stays.</source>
        <translation>位置指拍摄地点；全部指 Exif、XMP 和 IPTC。颜色配置文件始终保留。</translation>
    </message>
</context>
<context>
    <name>BatchPage</name>
    <message>
        <source>Drop a folder here</source>
        <translation>将文件夹拖到此处</translation>
    </message>
    <message>
        <source>All pictures in it and in its sub-folders are worked on, one row each.</source>
        <translation>处理其中及子文件夹里的所有图片，每张一行。</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>One bad file does not end the batch. A stopped batch goes on where it was.</source>
        <translation>个别文件损坏不会中断批处理；停止后可从原处继续。</translation>
    </message>
    <message>
        <source>Files of the batch</source>
        <translation>批处理文件列表</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Files: {0}   ·   {1}</source>
        <translation>文件：{0}   ·   {1}</translation>
    </message>
    <message>
        <source>Looking for files…</source>
        <translation>正在查找文件…</translation>
    </message>
    <message>
        <source>There is nothing for this task in the folder.</source>
        <translation>该文件夹中没有可用于此任务的文件。</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Pictures and latent files ({0})</source>
        <translation>图片与 latent 文件 ({0})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>A batch is still running.</source>
        <translation>批处理仍在进行。</translation>
    </message>
    <message>
        <source>Finished files are kept. Starting the same batch again goes on from there.</source>
        <translation>已完成的文件会保留。再次开始同一批处理时，将从此处继续。</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>停止并关闭</translation>
    </message>
    <message>
        <source>Keep working</source>
        <translation>继续处理</translation>
    </message>
    <message>
        <source>Latent file</source>
        <translation>Latent 文件</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>Reconstruction</source>
        <translation>重建图</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>原图</translation>
    </message>
    <message>
        <source>Denoised, strength {0}</source>
        <translation>降噪，强度 {0}</translation>
    </message>
    <message>
        <source>Result, quality {0}</source>
        <translation>结果，质量 {0}</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Bits per pixel</source>
        <translation>每像素比特</translation>
    </message>
    <message>
        <source>Ratio to raw pixels</source>
        <translation>相对原始像素</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Dimensions</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>PSNR to the original</source>
        <translation>与原图的 PSNR</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Ratio</source>
        <translation>压缩比</translation>
    </message>
    <message>
        <source>PSNR</source>
        <translation>PSNR</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>About Safelight</source>
        <translation>关于 Safelight</translation>
    </message>
    <message>
        <source>Compresses photos with a learned codec, develops them back, and removes noise. Everything happens on this computer: nothing is sent anywhere. Free software under the MIT licence.</source>
        <translation>用学习型编解码器压缩照片、还原照片并去除噪点。一切都在本机完成，不会上传任何内容。本软件依 MIT 许可证自由发布。</translation>
    </message>
    <message>
        <source>Models run on: {0}</source>
        <translation>模型运行于：{0}</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Previous file</source>
        <translation>上一个文件</translation>
    </message>
    <message>
        <source>Next file</source>
        <translation>下一个文件</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批处理</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>Wipe</source>
        <translation>划像</translation>
    </message>
    <message>
        <source>Fit to window</source>
        <translation>适合窗口</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Actual pixels</source>
        <translation>实际像素</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>About Safelight</source>
        <translation>关于 Safelight</translation>
    </message>
</context>
<context>
    <name>PictureBar</name>
    <message>
        <source>Open a file</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>Open a file (Ctrl+O)</source>
        <translation>打开文件 (Ctrl+O)</translation>
    </message>
    <message>
        <source>Previous file</source>
        <translation>上一个文件</translation>
    </message>
    <message>
        <source>Previous file (Page up)</source>
        <translation>上一个文件 (Page Up)</translation>
    </message>
    <message>
        <source>Next file</source>
        <translation>下一个文件</translation>
    </message>
    <message>
        <source>Next file (Page down)</source>
        <translation>下一个文件 (Page Down)</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>Side by side (S)</source>
        <translation>并排对比 (S)</translation>
    </message>
    <message>
        <source>Wipe</source>
        <translation>划像</translation>
    </message>
    <message>
        <source>Wipe: drag the line across the picture (W)</source>
        <translation>划像对比：拖动分割线 (W)</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Zoom out (Ctrl+-)</source>
        <translation>缩小 (Ctrl+-)</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom in (Ctrl++)</source>
        <translation>放大 (Ctrl++)</translation>
    </message>
    <message>
        <source>Fit to window</source>
        <translation>适合窗口</translation>
    </message>
    <message>
        <source>Fit to window (Ctrl+0)</source>
        <translation>适合窗口 (Ctrl+0)</translation>
    </message>
    <message>
        <source>Actual pixels</source>
        <translation>实际像素</translation>
    </message>
    <message>
        <source>Actual pixels (Ctrl+1)</source>
        <translation>实际像素 (Ctrl+1)</translation>
    </message>
</context>
<context>
    <name>PictureControls</name>
    <message>
        <source>Reconstruct</source>
        <translation>重建</translation>
    </message>
    <message>
        <source>Compress</source>
        <translation>压缩</translation>
    </message>
    <message>
        <source>Denoise</source>
        <translation>降噪</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Smaller file</source>
        <translation>文件更小</translation>
    </message>
    <message>
        <source>Better picture</source>
        <translation>画质更好</translation>
    </message>
    <message>
        <source>File size</source>
        <translation>文件大小</translation>
    </message>
    <message>
        <source>The best quality that fits</source>
        <translation>不超过此大小的最佳质量</translation>
    </message>
    <message>
        <source>Leave out noise</source>
        <translation>去除噪点</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不去除</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Noise is removed before it costs bytes in the compressed file; your original is not touched.</source>
        <translation>噪点会在压缩前去除，不再占用压缩文件的空间；原文件不受影响。</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>Gentle</source>
        <translation>轻柔</translation>
    </message>
    <message>
        <source>Strong</source>
        <translation>强烈</translation>
    </message>
    <message>
        <source>Automatic, from the noise found</source>
        <translation>自动（按检测到的噪点）</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>最佳</translation>
    </message>
    <message>
        <source>The preview follows the slider. Your file is not touched until you save.</source>
        <translation>预览随滑块更新。保存之前不会改动您的文件。</translation>
    </message>
    <message>
        <source>This is what the .latent file contains. Save it as a picture, or denoise it.</source>
        <translation>这是 .latent 文件中的图像。可另存为图片，或对其降噪。</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
</context>
<context>
    <name>PicturePage</name>
    <message>
        <source>Comparison of the original and the result</source>
        <translation>原图与结果的对比</translation>
    </message>
    <message>
        <source>Drop a picture here</source>
        <translation>将图片拖到此处</translation>
    </message>
    <message>
        <source>Compress it, remove its noise, or look into a .latent file.</source>
        <translation>压缩图片、去除噪点，或查看 .latent 文件。</translation>
    </message>
    <message>
        <source>Open a picture…</source>
        <translation>打开图片…</translation>
    </message>
    <message>
        <source>The original stays on the left, the result is on the right.</source>
        <translation>左侧是原图，右侧是结果。</translation>
    </message>
    <message>
        <source>Wheel: zoom under the cursor   ·   Drag: move   ·   Double click: 100 %</source>
        <translation>滚轮：以光标为中心缩放   ·   拖动：移动   ·   双击：100%</translation>
    </message>
    <message>
        <source>Drop a folder to work on all of its files.</source>
        <translation>拖入文件夹可处理其中的所有文件。</translation>
    </message>
    <message>
        <source>Saved {0}</source>
        <translation>已保存 {0}</translation>
    </message>
    <message>
        <source>saved without {0}</source>
        <translation>保存时未能保留：{0}</translation>
    </message>
    <message>
        <source>damaged: {0}</source>
        <translation>文件已损坏：{0}</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>正在打开…</translation>
    </message>
    <message>
        <source>Compressing…</source>
        <translation>正在压缩…</translation>
    </message>
    <message>
        <source>Denoising…</source>
        <translation>正在降噪…</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批处理</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>less than a second</source>
        <translation>不到 1 秒</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} 秒</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} 分钟</translation>
    </message>
    <message>
        <source>{0} h {1} min</source>
        <translation>{0} 小时 {1} 分钟</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>还需 {0}</translation>
    </message>
</context>
<context>
    <name>WorkBar</name>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
</context>
</TS>
