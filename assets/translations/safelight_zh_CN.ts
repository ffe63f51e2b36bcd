<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Safelight</source>
        <translation>关于 Safelight</translation>
    </message>
    <message>
        <source>Compresses photos with a learned codec, decodes them, and removes noise. Everything happens on this computer: nothing is sent anywhere. Free software under the MIT licence.</source>
        <translation>用学习型编解码器压缩照片、解码照片并降噪。一切都在本机完成：不会向任何地方发送任何内容。以 MIT 许可证发布的自由软件。</translation>
    </message>
    <message>
        <source>Components and licences:</source>
        <translation>组件与许可：</translation>
    </message>
    <message>
        <source>Parts of the app</source>
        <translation>应用组件</translation>
    </message>
    <message>
        <source>Licence of the chosen part</source>
        <translation>所选组件的许可证</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Safelight itself</source>
        <translation>Safelight 本身</translation>
    </message>
    <message>
        <source>The models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Licence: {0}</source>
        <translation>许可证：{0}</translation>
    </message>
    <message>
        <source>Libraries that it brings:</source>
        <translation>附带的库：</translation>
    </message>
    <message>
        <source>This part carries no licence text of its own; its name above says which one holds.</source>
        <translation>此组件未附许可证文本，适用的许可证见上方。</translation>
    </message>
    <message>
        <source>Safelight uses Qt {0}, © The Qt Company Ltd and others, through PySide6, under the GNU Lesser General Public License, version 3. Qt lies in libraries of its own, which you may replace with versions that you have changed. Source code: https://download.qt.io/.</source>
        <translation>Safelight 通过 PySide6 使用 Qt {0}，© The Qt Company Ltd 等，依据 GNU 较宽松通用公共许可证第 3 版。Qt 位于独立的库中，您可以用修改过的版本替换。源代码：https://download.qt.io/。</translation>
    </message>
</context>
<context>
    <name>AxisSliders</name>
    <message>
        <source>In standard deviations. Double-click, or press Delete, for the middle.</source>
        <translation>以标准差为单位。双击或按 Delete 回到中间。</translation>
    </message>
    <message>
        <source>Axis {0} of the code</source>
        <translation>编码的第 {0} 轴</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭提示</translation>
    </message>
</context>
<context>
    <name>BatchFooter</name>
    <message>
        <source>Locations are removed</source>
        <translation>将去除位置信息</translation>
    </message>
    <message>
        <source>Existing files are replaced</source>
        <translation>现有文件将被替换</translation>
    </message>
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
    <message>
        <source>All metadata is removed</source>
        <translation>将去除全部元数据</translation>
    </message>
    <message>
        <source>Originals go to the bin</source>
        <translation>原图将移到回收站</translation>
    </message>
</context>
<context>
    <name>BatchForm</name>
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
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Only Safelight opens .latent files</source>
        <translation>只有 Safelight 能打开 .latent 文件</translation>
    </message>
    <message>
        <source>More options</source>
        <translation>更多选项</translation>
    </message>
    <message>
        <source>Names, existing files, originals, metadata</source>
        <translation>名称、现有文件、原文件、元数据</translation>
    </message>
    <message>
        <source>Same as the original</source>
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
        <source>PSNR</source>
        <translation>PSNR</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
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
        <source>Originals</source>
        <translation>原图</translation>
    </message>
    <message>
        <source>If the file exists</source>
        <translation>如果文件已存在</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>元数据</translation>
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
        <source>Decodes each file again to measure its quality (slower).</source>
        <translation>再次解码每个文件以测量质量（较慢）。</translation>
    </message>
    <message>
        <source>The original goes to the bin only after the result has been verified.</source>
        <translation>只有在验证结果之后，原文件才会移到回收站。</translation>
    </message>
    <message>
        <source>Location: where a photo was taken. All: Exif, XMP and IPTC. The colour profile stays.</source>
        <translation>位置指拍摄地点；全部指 Exif、XMP 和 IPTC。颜色配置文件始终保留。</translation>
    </message>
    <message>
        <source>Remove all</source>
        <translation>全部去除</translation>
    </message>
    <message>
        <source>Remove location</source>
        <translation>移除位置</translation>
    </message>
    <message>
        <source>Keep file dates</source>
        <translation>保留文件日期</translation>
    </message>
    <message>
        <source>Measure PSNR</source>
        <translation>测量 PSNR</translation>
    </message>
</context>
<context>
    <name>BatchPage</name>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Keep both</source>
        <translation>两者都保留</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Drop files or folders here</source>
        <translation>将文件或文件夹拖到此处</translation>
    </message>
    <message>
        <source>Add files or folders; subfolders are included.</source>
        <translation>添加文件或文件夹；包含子文件夹。</translation>
    </message>
    <message>
        <source>Bad files are skipped, the rest continue</source>
        <translation>损坏的文件会跳过，其余继续</translation>
    </message>
    <message>
        <source>Pick up where you stopped</source>
        <translation>可从停下的地方继续</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Originals stay untouched</source>
        <translation>不改动原图</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Show only these</source>
        <translation>仅显示这些</translation>
    </message>
    <message>
        <source>Retry failed</source>
        <translation>重试失败项</translation>
    </message>
    <message>
        <source>Files of the batch</source>
        <translation>批处理文件列表</translation>
    </message>
    <message>
        <source>1 file failed.</source>
        <translation>1 个文件失败。</translation>
    </message>
    <message>
        <source>{0} files failed.</source>
        <translation>{0} 个文件失败。</translation>
    </message>
    <message>
        <source>Queued: {0}. They start after the current batch.</source>
        <translation>已排队：{0} 项，当前批处理结束后开始。</translation>
    </message>
    <message>
        <source>1 result is there already.</source>
        <translation>已有 1 个结果。</translation>
    </message>
    <message>
        <source>{0} results are there already.</source>
        <translation>已有 {0} 个结果。</translation>
    </message>
    <message>
        <source>Unfinished batch: {0} of {1} done.</source>
        <translation>未完成的批处理：{1} 个中已完成 {0} 个。</translation>
    </message>
    <message>
        <source>1 file</source>
        <translation>1 个文件</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>{0} files</source>
        <translation>{0} 个文件</translation>
    </message>
    <message>
        <source>Ignored (wrong type): {0}</source>
        <translation>已忽略（类型不符）：{0}</translation>
    </message>
    <message>
        <source>No files here for this task.</source>
        <translation>这里没有适用于此任务的文件。</translation>
    </message>
    <message>
        <source>Looking for files…</source>
        <translation>正在查找文件…</translation>
    </message>
    <message>
        <source>Folder with the files</source>
        <translation>源文件夹</translation>
    </message>
    <message>
        <source>The results are in {0}</source>
        <translation>结果位于 {0}</translation>
    </message>
</context>
<context>
    <name>CardView</name>
    <message>
        <source>Card of the chosen model</source>
        <translation>所选模型的模型卡</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>显示文件夹</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Export as zip to share</source>
        <translation>导出为 zip 以便分享</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
</context>
<context>
    <name>CodecChoice</name>
    <message>
        <source>Codec</source>
        <translation>编解码器</translation>
    </message>
    <message>
        <source>Safelight&apos;s</source>
        <translation>Safelight 自带</translation>
    </message>
    <message>
        <source>Files open only where the model {0} is installed.</source>
        <translation>只有安装了模型 {0} 的地方才能打开这些文件。</translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <source>side by side</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>split</source>
        <translation>分割</translation>
    </message>
    <message>
        <source>result only</source>
        <translation>仅结果</translation>
    </message>
    <message>
        <source>Can&apos;t compare: different dimensions</source>
        <translation>尺寸不同，无法比较</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>{0} %, {1}</source>
        <translation>{0}%，{1}</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Difference…</source>
        <translation>差异…</translation>
    </message>
</context>
<context>
    <name>CompressPanel</name>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>File size</source>
        <translation>文件大小</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>更小</translation>
    </message>
    <message>
        <source>Better</source>
        <translation>更好</translation>
    </message>
    <message>
        <source>Best quality under this size</source>
        <translation>不超过此大小的最佳质量</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不去除</translation>
    </message>
    <message>
        <source>Strong</source>
        <translation>强烈</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Reduce noise</source>
        <translation>减少噪点</translation>
    </message>
    <message>
        <source>Noise is removed before it costs bytes in the compressed file; your original is not touched.</source>
        <translation>噪点会在压缩前去除，不再占用压缩文件的空间；原文件不受影响。</translation>
    </message>
</context>
<context>
    <name>DenoiserChoice</name>
    <message>
        <source>Best</source>
        <translation>最佳</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Best: cleaner, about 8 times slower.</source>
        <translation>最佳：更干净，约慢 8 倍。</translation>
    </message>
</context>
<context>
    <name>DevicePanel</name>
    <message>
        <source>All cores</source>
        <translation>全部核心</translation>
    </message>
    <message>
        <source>Fewer threads leave more of the computer to other programs</source>
        <translation>线程越少，留给其他程序的资源越多</translation>
    </message>
    <message>
        <source>Looking at the device…</source>
        <translation>正在检测设备…</translation>
    </message>
    <message>
        <source>CPU threads</source>
        <translation>CPU 线程</translation>
    </message>
    <message>
        <source>Copy system info</source>
        <translation>复制系统信息</translation>
    </message>
    <message>
        <source>Running on the graphics card (CUDA)</source>
        <translation>在显卡 (CUDA) 上运行</translation>
    </message>
    <message>
        <source>Running on the CPU</source>
        <translation>在 CPU 上运行</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
    <message>
        <source>Processor cores</source>
        <translation>处理器核心</translation>
    </message>
    <message>
        <source>Threads in use</source>
        <translation>使用线程</translation>
    </message>
    <message>
        <source>Memory in use</source>
        <translation>已用内存</translation>
    </message>
    <message>
        <source>Memory of this app</source>
        <translation>本应用内存</translation>
    </message>
    <message>
        <source>This installation works with the processor only. NVIDIA graphics cards are used by the CUDA edition of ONNX Runtime.</source>
        <translation>当前安装仅使用处理器。要使用 NVIDIA 显卡，需要 CUDA 版 ONNX Runtime。</translation>
    </message>
    <message>
        <source>No NVIDIA graphics card can be used here: there is none, or its driver or the CUDA libraries are missing.</source>
        <translation>没有可用的 NVIDIA 显卡：未安装显卡，或缺少驱动程序或 CUDA 库。</translation>
    </message>
    <message>
        <source>The graphics card gave wrong results in a test, so it is not used: {0}</source>
        <translation>显卡测试结果有误，因此未使用：{0}</translation>
    </message>
    <message>
        <source>The graphics card was tried and failed, so it is not used: {0}</source>
        <translation>尝试使用显卡失败，因此未使用：{0}</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Pictures and latent files ({0})</source>
        <translation>图片与 .latent 文件 ({0})</translation>
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
        <source>Finished files are kept. You can resume next time.</source>
        <translation>已完成的文件会保留。下次可以继续。</translation>
    </message>
    <message>
        <source>A training has not ended.</source>
        <translation>训练尚未结束。</translation>
    </message>
    <message>
        <source>Files made with it cannot be opened without it. Export it first if you may need it.</source>
        <translation>没有它就无法打开用它制作的文件。可先导出，以便日后重新添加。</translation>
    </message>
    <message>
        <source>What it has learned is saved. Training can go on from there at the next start.</source>
        <translation>已学到的内容会保存，下次启动时可以从那里继续训练。</translation>
    </message>
    <message>
        <source>A picture is still being saved.</source>
        <translation>仍有图片正在保存。</translation>
    </message>
    <message>
        <source>If you close now, that file will not be written.</source>
        <translation>如果现在关闭，该文件将不会写入。</translation>
    </message>
    <message>
        <source>Remove the model {0}?</source>
        <translation>移除模型 {0}？</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
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
        <translation>.latent 文件</translation>
    </message>
</context>
<context>
    <name>DragHandle</name>
    <message>
        <source>Drag the file out</source>
        <translation>拖出文件</translation>
    </message>
    <message>
        <source>The file is not ready yet. Once it is, drag it into a folder or another program.</source>
        <translation>文件尚未就绪。就绪后可将其拖到文件夹或其他程序中。</translation>
    </message>
    <message>
        <source>Drag to a folder or app (Ctrl+C copies the file): {0}</source>
        <translation>拖到文件夹或应用（Ctrl+C 复制文件）：{0}</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <source>empty file</source>
        <translation>空文件</translation>
    </message>
    <message>
        <source>no such file</source>
        <translation>文件不存在</translation>
    </message>
    <message>
        <source>no such folder</source>
        <translation>文件夹不存在</translation>
    </message>
    <message>
        <source>is a folder</source>
        <translation>是文件夹</translation>
    </message>
    <message>
        <source>is not a folder</source>
        <translation>不是文件夹</translation>
    </message>
    <message>
        <source>is a folder, not a picture</source>
        <translation>是文件夹，不是图片</translation>
    </message>
    <message>
        <source>is a folder, not a .latent file</source>
        <translation>是文件夹，不是 .latent 文件</translation>
    </message>
    <message>
        <source>is not a file, but a device or a pipe</source>
        <translation>不是文件，而是设备或管道</translation>
    </message>
    <message>
        <source>is not a regular file</source>
        <translation>不是普通文件</translation>
    </message>
    <message>
        <source>is the source itself</source>
        <translation>就是源文件本身</translation>
    </message>
    <message>
        <source>is a link that leads nowhere</source>
        <translation>是失效的链接</translation>
    </message>
    <message>
        <source>no permission</source>
        <translation>没有权限</translation>
    </message>
    <message>
        <source>no permission to read it</source>
        <translation>没有读取权限</translation>
    </message>
    <message>
        <source>no permission to write there</source>
        <translation>没有写入该处的权限</translation>
    </message>
    <message>
        <source>exists already</source>
        <translation>已存在</translation>
    </message>
    <message>
        <source>cannot be read ({0})</source>
        <translation>无法读取（{0}）</translation>
    </message>
    <message>
        <source>cannot be looked at ({0})</source>
        <translation>无法访问（{0}）</translation>
    </message>
    <message>
        <source>cannot be written: {0}</source>
        <translation>无法写入：{0}</translation>
    </message>
    <message>
        <source>cannot be stored as {0} ({1})</source>
        <translation>无法保存为 {0}（{1}）</translation>
    </message>
    <message>
        <source>the folder cannot be made ({0})</source>
        <translation>无法创建文件夹（{0}）</translation>
    </message>
    <message>
        <source>there is no screen to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set)</source>
        <translation>没有可以打开窗口的屏幕（DISPLAY 和 WAYLAND_DISPLAY 均未设置）</translation>
    </message>
    <message>
        <source>a denoised picture is saved as a picture; to make it smaller, compress it</source>
        <translation>降噪后的图片按图片保存；要使其更小，请压缩</translation>
    </message>
    <message>
        <source>cannot be written</source>
        <translation>无法写入</translation>
    </message>
    <message>
        <source>is no recipe</source>
        <translation>不是配方文件</translation>
    </message>
    <message>
        <source>pictures must be (N, {0}), not {1}</source>
        <translation>图片的形状必须是 (N, {0})，而不是 {1}</translation>
    </message>
    <message>
        <source>codes must be (N, {0}), not {1}</source>
        <translation>编码的形状必须是 (N, {0})，而不是 {1}</translation>
    </message>
    <message>
        <source>a report is a {0} file</source>
        <translation>报告必须是 {0} 文件</translation>
    </message>
    <message>
        <source>the pattern {0!r} matches nothing</source>
        <translation>模式 {0!r} 不匹配任何文件</translation>
    </message>
    <message>
        <source>the time for which files stand still must be 0 or more, not {0:g}</source>
        <translation>文件保持不变的时间必须大于或等于 0，而不是 {0:g}</translation>
    </message>
    <message>
        <source>only one target: a size in bytes, a size in percent or a PSNR</source>
        <translation>只能有一个目标：字节数、百分比或 PSNR</translation>
    </message>
    <message>
        <source>the largest size is either in bytes or in percent, not both</source>
        <translation>最大大小只能用字节或百分比之一表示</translation>
    </message>
    <message>
        <source>only one of recovering, a region and a thumbnail</source>
        <translation>恢复、区域和缩略图只能选一项</translation>
    </message>
    <message>
        <source>originals go to the bin only where whole pictures are written</source>
        <translation>只有写出完整图片时，原文件才会移到回收站</translation>
    </message>
    <message>
        <source>{0} must be more than 0, not {1:g}</source>
        <translation>{0} 必须大于 0，而不是 {1:g}</translation>
    </message>
    <message>
        <source>a region starts at 0 or more and is at least one pixel wide and high</source>
        <translation>区域的起点必须大于或等于 0，宽和高至少为一个像素</translation>
    </message>
    <message>
        <source>the side of a thumbnail must be more than 0, not {0}</source>
        <translation>缩略图的边长必须大于 0，而不是 {0}</translation>
    </message>
    <message>
        <source>unknown picture format {0!r}; known are {1}</source>
        <translation>未知的图片格式 {0!r}；可用的有 {1}</translation>
    </message>
    <message>
        <source>workers must be 0 or more, not {0}</source>
        <translation>工作进程数必须大于或等于 0，而不是 {0}</translation>
    </message>
    <message>
        <source>the {0} size must be more than 0 % of the original, not {1:g} %</source>
        <translation>{0} 大小必须大于原文件的 0 %，而不是 {1:g} %</translation>
    </message>
    <message>
        <source>its {0} colours become sRGB</source>
        <translation>其 {0} 颜色转换为 sRGB</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>the disk quota is used up</source>
        <translation>磁盘配额已用完</translation>
    </message>
    <message>
        <source>it is larger than this file system takes</source>
        <translation>超出此文件系统允许的大小</translation>
    </message>
    <message>
        <source>the file system is read-only</source>
        <translation>文件系统为只读</translation>
    </message>
    <message>
        <source>the name or the path is too long</source>
        <translation>名称或路径过长</translation>
    </message>
    <message>
        <source>its folder does not exist</source>
        <translation>所在文件夹不存在</translation>
    </message>
    <message>
        <source>symbolic links that lead in a circle</source>
        <translation>符号链接循环</translation>
    </message>
    <message>
        <source>the disk reports an error</source>
        <translation>磁盘报告错误</translation>
    </message>
    <message>
        <source>the disk is gone</source>
        <translation>磁盘已断开</translation>
    </message>
    <message>
        <source>the network folder is gone</source>
        <translation>网络文件夹已断开</translation>
    </message>
    <message>
        <source>the network folder does not answer</source>
        <translation>网络文件夹没有响应</translation>
    </message>
    <message>
        <source>another batch is writing to this folder</source>
        <translation>另一个批处理正在写入此文件夹</translation>
    </message>
    <message>
        <source>vanished while it was being read</source>
        <translation>读取过程中文件消失</translation>
    </message>
    <message>
        <source>changed while it was being read</source>
        <translation>读取过程中文件被更改</translation>
    </message>
    <message>
        <source>not a picture that Safelight can read</source>
        <translation>不是 Safelight 能读取的图片</translation>
    </message>
    <message>
        <source>not a .latent file</source>
        <translation>不是 .latent 文件</translation>
    </message>
    <message>
        <source>the picture is empty</source>
        <translation>图片为空</translation>
    </message>
    <message>
        <source>cut short</source>
        <translation>文件不完整</translation>
    </message>
    <message>
        <source>cut short: the file ends before its picture does</source>
        <translation>文件不完整：图片数据中断</translation>
    </message>
    <message>
        <source>damaged: its picture data cannot be decoded</source>
        <translation>已损坏：图片数据无法解码</translation>
    </message>
    <message>
        <source>damaged: not laid out as its format asks</source>
        <translation>已损坏：结构不符合其格式</translation>
    </message>
    <message>
        <source>damaged: a checksum does not match</source>
        <translation>已损坏：校验和不符</translation>
    </message>
    <message>
        <source>damaged: nothing of the picture can be recovered</source>
        <translation>已损坏：图片已无任何内容可恢复</translation>
    </message>
    <message>
        <source>damaged or unsupported picture ({0})</source>
        <translation>图片已损坏或不受支持（{0}）</translation>
    </message>
    <message>
        <source>damaged or unsupported {0} picture: its header cannot be read</source>
        <translation>{0} 图片已损坏或不受支持：无法读取文件头</translation>
    </message>
    <message>
        <source>damaged, or decoded differently than it was made: the check value does not hold</source>
        <translation>已损坏，或解码结果与编码时不同：校验值不符</translation>
    </message>
    <message>
        <source>damaged, or RAW of a camera that LibRaw does not know ({0})</source>
        <translation>已损坏，或是 LibRaw 不认识的相机 RAW（{0}）</translation>
    </message>
    <message>
        <source>damaged camera RAW ({0})</source>
        <translation>相机 RAW 已损坏（{0}）</translation>
    </message>
    <message>
        <source>compressed in a way that Safelight cannot read</source>
        <translation>采用了 Safelight 无法读取的压缩方式</translation>
    </message>
    <message>
        <source>of a kind that Safelight cannot read</source>
        <translation>属于 Safelight 无法读取的类型</translation>
    </message>
    <message>
        <source>of a kind that Safelight cannot read ({0})</source>
        <translation>属于 Safelight 无法读取的类型（{0}）</translation>
    </message>
    <message>
        <source>of a kind that Safelight cannot read (Lab without a usable profile)</source>
        <translation>属于 Safelight 无法读取的类型（没有可用配置文件的 Lab）</translation>
    </message>
    <message>
        <source>CMYK in JPEG XL</source>
        <translation>JPEG XL 中的 CMYK</translation>
    </message>
    <message>
        <source>TIFF with colours of the kind {0!s}</source>
        <translation>颜色类型为 {0!s} 的 TIFF</translation>
    </message>
    <message>
        <source>TIFF with {0} channels</source>
        <translation>有 {0} 个通道的 TIFF</translation>
    </message>
    <message>
        <source>it has fewer channels than colours</source>
        <translation>通道数少于颜色数</translation>
    </message>
    <message>
        <source>no picture in it</source>
        <translation>其中没有图片</translation>
    </message>
    <message>
        <source>a compressed box of metadata cannot be unpacked</source>
        <translation>无法解压缩元数据块</translation>
    </message>
    <message>
        <source>refused: it asks for more memory, or has more parts, than a picture needs</source>
        <translation>已拒绝：它要求的内存或部分多于图片所需</translation>
    </message>
    <message>
        <source>holds a text or colour profile that is too large</source>
        <translation>含有过大的文本或颜色配置文件</translation>
    </message>
    <message>
        <source>is PostScript: a page to be drawn, not a picture of pixels</source>
        <translation>是 PostScript：待绘制的页面，不是像素图片</translation>
    </message>
    <message>
        <source>is a PDF: a document, not a picture</source>
        <translation>是 PDF：文档，不是图片</translation>
    </message>
    <message>
        <source>is a Windows metafile: lines to be drawn, not a picture of pixels</source>
        <translation>是 Windows 图元文件：待绘制的线条，不是像素图片</translation>
    </message>
    <message>
        <source>is SVG: lines to be drawn, not a picture of pixels</source>
        <translation>是 SVG：待绘制的线条，不是像素图片</translation>
    </message>
    <message>
        <source>is a film, not a picture</source>
        <translation>是影片，不是图片</translation>
    </message>
    <message>
        <source>is a colour profile, not a picture</source>
        <translation>是颜色配置文件，不是图片</translation>
    </message>
    <message>
        <source>is camera RAW, for which rawpy has to be installed: pip install &apos;safelight[raw]&apos;</source>
        <translation>是相机 RAW，需要安装 rawpy：pip install &apos;safelight[raw]&apos;</translation>
    </message>
    <message>
        <source>too large: {0} x {1} pixels, the limit is {2:,}</source>
        <translation>过大：{0} x {1} 像素，上限为 {2:,}</translation>
    </message>
    <message>
        <source>too large: more pixels than the limit</source>
        <translation>过大：像素数超过上限</translation>
    </message>
    <message>
        <source>too large for this machine&apos;s memory</source>
        <translation>超出本机内存</translation>
    </message>
    <message>
        <source>not enough memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>needs about {0}, the memory budget is {1}</source>
        <translation>约需 {0}，内存预算为 {1}</translation>
    </message>
    <message>
        <source>needed more memory than the budget of {0}</source>
        <translation>所需内存超过 {0} 的预算</translation>
    </message>
    <message>
        <source>took longer than {0:g} s</source>
        <translation>超过 {0:g} 秒</translation>
    </message>
    <message>
        <source>no progress for {0:g} s: is the disk or the network stalled?</source>
        <translation>{0:g} 秒没有进展：磁盘或网络是否停滞？</translation>
    </message>
    <message>
        <source>no worker started within {0:g} s</source>
        <translation>{0:g} 秒内没有工作进程启动</translation>
    </message>
    <message>
        <source>the worker crashed (signal {0})</source>
        <translation>工作进程崩溃（信号 {0}）</translation>
    </message>
    <message>
        <source>the worker was killed (signal {0}), perhaps because the system ran out of memory</source>
        <translation>工作进程被终止（信号 {0}），可能因为系统内存不足</translation>
    </message>
    <message>
        <source>the worker ended unexpectedly</source>
        <translation>工作进程意外结束</translation>
    </message>
    <message>
        <source>the worker ended unexpectedly (exit status {0})</source>
        <translation>工作进程意外结束（退出状态 {0}）</translation>
    </message>
    <message>
        <source>unexpected problem: {0}</source>
        <translation>意外问题：{0}</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>only the first of {0} pages</source>
        <translation>仅第一页（共 {0} 页）</translation>
    </message>
    <message>
        <source>only the first of {0} frames</source>
        <translation>仅第一帧（共 {0} 帧）</translation>
    </message>
    <message>
        <source>only the first of its frames</source>
        <translation>仅其第一帧</translation>
    </message>
    <message>
        <source>the first of {0} pictures; cameras put previews and depth maps after it</source>
        <translation>{0} 张图片中的第一张；其后是相机放入的预览和深度图</translation>
    </message>
    <message>
        <source>only the main one of {0} pictures</source>
        <translation>仅 {0} 张图片中的主图</translation>
    </message>
    <message>
        <source>reduced from {0} to {1} bits a channel</source>
        <translation>每通道由 {0} 位降为 {1} 位</translation>
    </message>
    <message>
        <source>floating-point values are reduced to 16 bits a channel</source>
        <translation>浮点值降为每通道 16 位</translation>
    </message>
    <message>
        <source>negative values are shown as black</source>
        <translation>负值显示为黑色</translation>
    </message>
    <message>
        <source>CMYK without a usable profile: colours are approximate</source>
        <translation>没有可用配置文件的 CMYK：颜色为近似值</translation>
    </message>
    <message>
        <source>high dynamic range: its {0} brightness curve is not applied</source>
        <translation>高动态范围：未应用其 {0} 亮度曲线</translation>
    </message>
    <message>
        <source>its colour profile is damaged and left out</source>
        <translation>颜色配置文件已损坏，未保留</translation>
    </message>
    <message>
        <source>its colour profile is for {0} and left out</source>
        <translation>颜色配置文件适用于 {0}，未保留</translation>
    </message>
    <message>
        <source>its colour profile cannot be read: colours may differ</source>
        <translation>无法读取颜色配置文件：颜色可能有差异</translation>
    </message>
    <message>
        <source>its Exif data is damaged and left out</source>
        <translation>Exif 数据已损坏，未保留</translation>
    </message>
    <message>
        <source>developed from camera RAW; what the sensor recorded beyond that is not kept</source>
        <translation>由相机 RAW 显影；传感器记录的其余信息不保留</translation>
    </message>
    <message>
        <source>lost in {0}: {1}</source>
        <translation>{0} 无法保留：{1}</translation>
    </message>
    <message>
        <source>the transparency</source>
        <translation>透明度</translation>
    </message>
    <message>
        <source>16 bits a channel</source>
        <translation>每通道 16 位</translation>
    </message>
    <message>
        <source>the colour profile (its greys are converted to sRGB)</source>
        <translation>颜色配置文件（灰度已转换为 sRGB）</translation>
    </message>
    <message>
        <source>the colour profile, more than 16 MB</source>
        <translation>颜色配置文件（超过 16 MB）</translation>
    </message>
    <message>
        <source>the Exif data, which are damaged</source>
        <translation>已损坏的 Exif 数据</translation>
    </message>
    <message>
        <source>the Exif data, more than 64 kB</source>
        <translation>Exif 数据（超过 64 kB）</translation>
    </message>
    <message>
        <source>the XMP data, more than 64 kB</source>
        <translation>XMP 数据（超过 64 kB）</translation>
    </message>
    <message>
        <source>the IPTC data, more than 64 kB</source>
        <translation>IPTC 数据（超过 64 kB）</translation>
    </message>
    <message>
        <source>the thumbnail in the Exif data</source>
        <translation>Exif 数据中的缩略图</translation>
    </message>
    <message>
        <source>the IPTC data</source>
        <translation>IPTC 数据</translation>
    </message>
    <message>
        <source>the resolution</source>
        <translation>分辨率</translation>
    </message>
    <message>
        <source>the extension {0!r}</source>
        <translation>扩展块 {0!r}</translation>
    </message>
    <message>
        <source>the extension {0}</source>
        <translation>扩展块 {0}</translation>
    </message>
    <message>
        <source>a gain map for high dynamic range</source>
        <translation>高动态范围的增益图</translation>
    </message>
    <message>
        <source>the film of a motion photo</source>
        <translation>动态照片中的视频</translation>
    </message>
    <message>
        <source>the item {0!r}</source>
        <translation>项目 {0!r}</translation>
    </message>
    <message>
        <source>a film or a sequence of pictures</source>
        <translation>视频或图片序列</translation>
    </message>
    <message>
        <source>the box {0!r}</source>
        <translation>数据盒 {0!r}</translation>
    </message>
    <message>
        <source>a depth map</source>
        <translation>深度图</translation>
    </message>
    <message>
        <source>the auxiliary picture {0!r}</source>
        <translation>辅助图片 {0!r}</translation>
    </message>
    <message>
        <source>a further picture</source>
        <translation>另一张图片</translation>
    </message>
    <message>
        <source>damaged: a part of its picture is missing ({0})</source>
        <translation>文件已损坏：部分图像缺失（{0}）</translation>
    </message>
    <message>
        <source>damaged, but its picture is complete ({0})</source>
        <translation>文件有损坏，但图像完整（{0}）</translation>
    </message>
    <message>
        <source>the clipping paths, more than 64 kB</source>
        <translation>剪贴路径（超过 64 kB）</translation>
    </message>
    <message>
        <source>the texts</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>the comment, more than 64 kB</source>
        <translation>注释（超过 64 kB）</translation>
    </message>
    <message>
        <source>its end marker is missing</source>
        <translation>缺少结束标记</translation>
    </message>
    <message>
        <source>the extended part of its XMP data</source>
        <translation>XMP 数据的扩展部分</translation>
    </message>
    <message>
        <source>a second block of Exif data</source>
        <translation>第二个 Exif 数据块</translation>
    </message>
    <message>
        <source>a second block of XMP data</source>
        <translation>第二个 XMP 数据块</translation>
    </message>
    <message>
        <source>the thumbnail beside the Exif data</source>
        <translation>Exif 数据之外的缩略图</translation>
    </message>
    <message>
        <source>content credentials (C2PA)</source>
        <translation>内容凭证（C2PA）</translation>
    </message>
    <message>
        <source>a JUMBF box</source>
        <translation>JUMBF 数据盒</translation>
    </message>
    <message>
        <source>the index of further pictures (MPF)</source>
        <translation>其他图片的索引（MPF）</translation>
    </message>
    <message>
        <source>a comment</source>
        <translation>注释</translation>
    </message>
    <message>
        <source>the segment APP{0} {1!r}</source>
        <translation>APP{0} 段 {1!r}</translation>
    </message>
    <message>
        <source>its colour profile is replaced by sRGB; colours that sRGB lacks are clipped</source>
        <translation>其颜色配置文件已替换为 sRGB；超出 sRGB 的颜色被截断</translation>
    </message>
    <message>
        <source>the checksum of its chunk {0} does not match: it is left out</source>
        <translation>数据块 {0} 的校验和不符，已略去</translation>
    </message>
    <message>
        <source>the text {0!r}</source>
        <translation>文本 {0!r}</translation>
    </message>
    <message>
        <source>the chunk {0}</source>
        <translation>数据块 {0}</translation>
    </message>
    <message>
        <source>not a .latent file; copied unchanged</source>
        <translation>不是 .latent 文件；已原样复制</translation>
    </message>
    <message>
        <source>not a .latent file; not copied, because its metadata cannot be removed</source>
        <translation>不是 .latent 文件；由于无法移除其元数据，未复制</translation>
    </message>
    <message>
        <source>Photoshop&apos;s layers</source>
        <translation>Photoshop 图层</translation>
    </message>
    <message>
        <source>a channel beside the colours</source>
        <translation>颜色之外的一个通道</translation>
    </message>
    <message>
        <source>{0} channels beside the colours</source>
        <translation>颜色之外的 {0} 个通道</translation>
    </message>
    <message>
        <source>pictures in directories below the first one (SubIFDs)</source>
        <translation>下级目录中的图片（SubIFD）</translation>
    </message>
    <message>
        <source>{0} channels beside the colours are left out</source>
        <translation>颜色之外的 {0} 个通道未保留</translation>
    </message>
    <message>
        <source>a channel beside the colours is left out</source>
        <translation>颜色之外的一个通道未保留</translation>
    </message>
    <message>
        <source>the GeoTIFF tags</source>
        <translation>GeoTIFF 标签</translation>
    </message>
    <message>
        <source>the tag {0} ({1})</source>
        <translation>标签 {0}（{1}）</translation>
    </message>
    <message>
        <source>the tag {0}</source>
        <translation>标签 {0}</translation>
    </message>
    <message>
        <source>the chunk {0!r}</source>
        <translation>数据块 {0!r}</translation>
    </message>
    <message>
        <source>the names of alpha channels</source>
        <translation>Alpha 通道的名称</translation>
    </message>
    <message>
        <source>display settings of alpha channels</source>
        <translation>Alpha 通道的显示设置</translation>
    </message>
    <message>
        <source>Photoshop&apos;s caption</source>
        <translation>Photoshop 说明文字</translation>
    </message>
    <message>
        <source>Photoshop&apos;s web address</source>
        <translation>Photoshop 网址</translation>
    </message>
    <message>
        <source>layer comps</source>
        <translation>图层复合</translation>
    </message>
    <message>
        <source>colour samplers</source>
        <translation>颜色取样器</translation>
    </message>
    <message>
        <source>Photoshop&apos;s timeline</source>
        <translation>Photoshop 时间轴</translation>
    </message>
    <message>
        <source>not kept: {0}</source>
        <translation>未保留：{0}</translation>
    </message>
    <message>
        <source>the film of a motion photo, or other data of the camera, {0:,} bytes after the picture</source>
        <translation>动态照片中的视频或相机的其他数据，图像之后 {0:,} 字节</translation>
    </message>
    <message>
        <source>a further picture, such as a gain map or a preview, {0:,} bytes after the picture</source>
        <translation>另一张图片，如增益图或预览图，图像之后 {0:,} 字节</translation>
    </message>
    <message>
        <source>{0:,} bytes after the end of the picture</source>
        <translation>图像结束之后的 {0:,} 字节</translation>
    </message>
    <message>
        <source>Photoshop&apos;s resource {0}</source>
        <translation>Photoshop 资源 {0}</translation>
    </message>
    <message>
        <source>cannot be read: this installation lacks {0}</source>
        <translation>无法读取：此安装缺少 {0}</translation>
    </message>
    <message>
        <source>the GeoTIFF tags, which are for the whole picture, are left out</source>
        <translation>GeoTIFF 标签属于整张图片，已略去</translation>
    </message>
    <message>
        <source>the clipping paths, which are for the whole picture, are left out</source>
        <translation>剪贴路径属于整张图片，已略去</translation>
    </message>
    <message>
        <source>its XMP data, which may describe the whole picture, is left out</source>
        <translation>其 XMP 数据可能描述整张图片，已略去</translation>
    </message>
    <message>
        <source>{0} must be of the type {1}, not {2}</source>
        <translation>{0} 的类型应为 {1}，而不是 {2}</translation>
    </message>
    <message>
        <source>texts must be pairs of a keyword and a text</source>
        <translation>texts 应由关键词和文本成对组成</translation>
    </message>
    <message>
        <source>a side of the picture is too long</source>
        <translation>图片的一边过长</translation>
    </message>
    <message>
        <source>{0} must be uint8, uint16, bool or floating point from 0 to 1, not {1}</source>
        <translation>{0} 应为 uint8、uint16、bool 或 0 到 1 的浮点数，而不是 {1}</translation>
    </message>
    <message>
        <source>{0} must have the shape {1}, not {2}</source>
        <translation>{0} 的形状应为 {1}，而不是 {2}</translation>
    </message>
    <message>
        <source>dpi must be two numbers above 0, not {0}</source>
        <translation>dpi 应为两个大于 0 的数，而不是 {0}</translation>
    </message>
    <message>
        <source>alpha is given twice: pixels have {0} channels</source>
        <translation>alpha 给出了两次：pixels 有 {0} 个通道</translation>
    </message>
    <message>
        <source>floating-point numbers of {0} must be from 0 to 1</source>
        <translation>{0} 的浮点数应在 0 到 1 之间</translation>
    </message>
    <message>
        <source>the place is removed: {0}</source>
        <translation>已移除拍摄地点：{0}</translation>
    </message>
    <message>
        <source>its XMP data cannot be searched for places and is left out</source>
        <translation>无法在其 XMP 数据中查找地点，已略去</translation>
    </message>
    <message>
        <source>its IPTC data is damaged and left out</source>
        <translation>其 IPTC 数据已损坏，已略去</translation>
    </message>
    <message>
        <source>values above {0}, which is white, are clipped; the largest is {1}</source>
        <translation>高于白色（{0}）的数值被截断，最大值为 {1}</translation>
    </message>
    <message>
        <source>values that are not a number are shown as black</source>
        <translation>非数值（NaN）显示为黑色</translation>
    </message>
    <message>
        <source>the clipping paths</source>
        <translation>剪贴路径</translation>
    </message>
    <message>
        <source>what was written has another size</source>
        <translation>写出的文件大小不同</translation>
    </message>
    <message>
        <source>what was written cannot be opened: {0}</source>
        <translation>写出的文件无法打开：{0}</translation>
    </message>
    <message>
        <source>the model {0!r} came with the program and stays</source>
        <translation>模型 {0!r} 随程序提供，不能移除</translation>
    </message>
    <message>
        <source>{0} must be a number, not {1}</source>
        <translation>{0} 应为数字，而不是 {1}</translation>
    </message>
    <message>
        <source>{0} must be from 0 to 100, not {1:g}</source>
        <translation>{0} 必须在 0 到 100 之间，而不是 {1:g}</translation>
    </message>
    <message>
        <source>{0} must be a whole number, not {1}</source>
        <translation>{0} 应为整数，而不是 {1}</translation>
    </message>
    <message>
        <source>threads must be 0 or more, not {0}</source>
        <translation>线程数必须大于或等于 0，而不是 {0}</translation>
    </message>
    <message>
        <source>either a target size or a target PSNR, not both</source>
        <translation>目标大小和目标 PSNR 只能选一项</translation>
    </message>
    <message>
        <source>the region does not lie within the picture of {0} x {1} pixels</source>
        <translation>该区域不在 {0} × {1} 像素的图片之内</translation>
    </message>
    <message>
        <source>a thumbnail has at least 1 pixel a side, not {0}</source>
        <translation>缩略图的边长至少为 1 像素，而不是 {0}</translation>
    </message>
    <message>
        <source>the file is damaged, but not in this part ({0})</source>
        <translation>文件已损坏，但不在这一部分（{0}）</translation>
    </message>
    <message>
        <source>the colour profile</source>
        <translation>颜色配置文件</translation>
    </message>
    <message>
        <source>the Exif data</source>
        <translation>Exif 数据</translation>
    </message>
    <message>
        <source>the XMP data</source>
        <translation>XMP 数据</translation>
    </message>
    <message>
        <source>the alpha plane</source>
        <translation>透明通道</translation>
    </message>
    <message>
        <source>something beside the picture</source>
        <translation>图片之外的内容</translation>
    </message>
    <message>
        <source>{0} is damaged</source>
        <translation>{0}已损坏</translation>
    </message>
    <message>
        <source>{0} of {1} lost</source>
        <translation>{1}中丢失 {0} 个</translation>
    </message>
    <message>
        <source>{0} of {1} at low resolution</source>
        <translation>{1}中有 {0} 个为低分辨率</translation>
    </message>
    <message>
        <source>1 square</source>
        <translation>1 个方块</translation>
    </message>
    <message>
        <source>{0} squares</source>
        <translation>{0} 个方块</translation>
    </message>
    <message>
        <source>what lies after the end of the picture was left out</source>
        <translation>图片结束之后的内容未保留</translation>
    </message>
    <message>
        <source>would be larger: the original was copied</source>
        <translation>压缩后反而更大，已复制原图</translation>
    </message>
    <message>
        <source>compressing would not make it smaller</source>
        <translation>压缩后不会变小</translation>
    </message>
    <message>
        <source>larger than the original</source>
        <translation>比原图大</translation>
    </message>
    <message>
        <source>larger than the original, which cannot be copied without its private metadata</source>
        <translation>比原图大，而去除隐私信息后无法复制原图</translation>
    </message>
    <message>
        <source>only {0:.1f} dB like the original</source>
        <translation>与原图相似度仅 {0:.1f} dB</translation>
    </message>
    <message>
        <source>only {0:.0f} dB like the original: {1} is better kept in its own format</source>
        <translation>与原图相似度仅 {0:.0f} dB：{1}最好保留原格式</translation>
    </message>
    <message>
        <source>a drawing</source>
        <translation>绘图</translation>
    </message>
    <message>
        <source>so small a picture</source>
        <translation>这么小的图片</translation>
    </message>
    <message>
        <source>its times could not be set ({0})</source>
        <translation>无法设置文件日期（{0}）</translation>
    </message>
    <message>
        <source>the original stays: {0}</source>
        <translation>原图保留：{0}</translation>
    </message>
    <message>
        <source>it has changed meanwhile</source>
        <translation>其间已被更改</translation>
    </message>
    <message>
        <source>it cannot be moved to the bin ({0})</source>
        <translation>无法移到回收站（{0}）</translation>
    </message>
    <message>
        <source>not all of it is in the output</source>
        <translation>结果中未包含其全部内容</translation>
    </message>
    <message>
        <source>was written, but does not decode ({0})</source>
        <translation>已写入，但无法解码（{0}）</translation>
    </message>
    <message>
        <source>was written, but cannot be read ({0})</source>
        <translation>已写入，但无法读取（{0}）</translation>
    </message>
    <message>
        <source>was written, but its alpha plane differs</source>
        <translation>已写入，但透明通道不同</translation>
    </message>
    <message>
        <source>was written, but its size in pixels differs</source>
        <translation>已写入，但像素尺寸不同</translation>
    </message>
    <message>
        <source>cannot tell the picture format from the suffix; known are {0}</source>
        <translation>无法从后缀判断图片格式；已知的有 {0}</translation>
    </message>
    <message>
        <source>cannot be made smaller than {0:,} bytes; the target is {1:,}</source>
        <translation>最小只能到 {0:,} 字节；要求的是 {1:,}</translation>
    </message>
    <message>
        <source>cannot reach {0:g} dB; quality 100 gives {1:.2f} dB</source>
        <translation>无法达到 {0:g} dB；质量 100 为 {1:.2f} dB</translation>
    </message>
    <message>
        <source>the header is missing</source>
        <translation>缺少文件头</translation>
    </message>
    <message>
        <source>the header is too short</source>
        <translation>文件头过短</translation>
    </message>
    <message>
        <source>the header has impossible values</source>
        <translation>文件头数值无效</translation>
    </message>
    <message>
        <source>the model&apos;s name is damaged</source>
        <translation>模型名称已损坏</translation>
    </message>
    <message>
        <source>a chunk occurs twice</source>
        <translation>有数据块重复出现</translation>
    </message>
    <message>
        <source>unexpected bytes after the end</source>
        <translation>结尾之后有多余的数据</translation>
    </message>
    <message>
        <source>the picture&apos;s size does not fit its data</source>
        <translation>图片尺寸与数据不符</translation>
    </message>
    <message>
        <source>the index of the coded groups is damaged</source>
        <translation>编码组索引已损坏</translation>
    </message>
    <message>
        <source>a coded group is cut short</source>
        <translation>编码组不完整</translation>
    </message>
    <message>
        <source>a coded group has impossible data</source>
        <translation>编码组数据无效</translation>
    </message>
    <message>
        <source>packed metadata cannot be unpacked</source>
        <translation>压缩的元数据无法解开</translation>
    </message>
    <message>
        <source>the alpha plane is damaged</source>
        <translation>透明通道已损坏</translation>
    </message>
    <message>
        <source>the alpha plane does not fit the picture</source>
        <translation>透明通道与图片不符</translation>
    </message>
    <message>
        <source>written by a newer version of Safelight (format {0})</source>
        <translation>由更新版本的 Safelight 写入（格式 {0}）</translation>
    </message>
    <message>
        <source>written by a version of Safelight from before the first release (format 0)</source>
        <translation>由首次发布之前的 Safelight 写入（格式 0）</translation>
    </message>
    <message>
        <source>needs a newer version of Safelight (unknown flags)</source>
        <translation>需要更新版本的 Safelight（未知标志）</translation>
    </message>
    <message>
        <source>needs a newer version of Safelight (chunk {0!a})</source>
        <translation>需要更新版本的 Safelight（数据块 {0!a}）</translation>
    </message>
    <message>
        <source>quality must be from 0 to 100, not {0}</source>
        <translation>质量必须在 0 到 100 之间，而不是 {0}</translation>
    </message>
    <message>
        <source>the model {0!r} is not installed; a newer version may have it</source>
        <translation>未安装模型 {0!r}；更新的版本可能包含它</translation>
    </message>
    <message>
        <source>{0} must be from {1:g} to {2:g}, not {3:g}</source>
        <translation>{0} 必须在 {1:g} 到 {2:g} 之间，而不是 {3:g}</translation>
    </message>
    <message>
        <source>{0} must be one of {1}, not {2!r}</source>
        <translation>{0} 必须是 {1} 之一，而不是 {2!r}</translation>
    </message>
    <message>
        <source>the model {0!r} is not a codec</source>
        <translation>模型 {0!r} 不是编解码器</translation>
    </message>
    <message>
        <source>the codec {0!r} can only open files; this version does not make new ones with it</source>
        <translation>编解码器 {0!r} 只能打开文件；此版本不再用它生成新文件</translation>
    </message>
    <message>
        <source>the model {0!r} has no file {1!r}</source>
        <translation>模型 {0!r} 没有文件 {1!r}</translation>
    </message>
    <message>
        <source>the model {0!r} works on {1!r} orientations, which is not known here</source>
        <translation>模型 {0!r} 要求 {1!r} 个朝向，此版本不认识</translation>
    </message>
    <message>
        <source>the tables of the model {0!r} cannot be read</source>
        <translation>无法读取模型 {0!r} 的表</translation>
    </message>
    <message>
        <source>was made with another build of the model {0!r}; get that one from whoever made the file, and add it in place of yours</source>
        <translation>由模型 {0!r} 的另一版本制作；请向文件的制作者索取该版本，替换您现有的</translation>
    </message>
    <message>
        <source>this version has no {0!r} denoiser; it has {1}</source>
        <translation>此版本没有 {0!r} 降噪模型；有 {1}</translation>
    </message>
    <message>
        <source>a model file is missing</source>
        <translation>缺少模型文件</translation>
    </message>
    <message>
        <source>a model file was changed or damaged</source>
        <translation>模型文件已被更改或损坏</translation>
    </message>
    <message>
        <source>the model card cannot be read</source>
        <translation>无法读取模型卡</translation>
    </message>
    <message>
        <source>the model card does not match its own checksum</source>
        <translation>模型卡与其校验和不符</translation>
    </message>
    <message>
        <source>the model cannot be loaded</source>
        <translation>无法加载模型</translation>
    </message>
    <message>
        <source>a model file is larger than {0} MiB</source>
        <translation>模型文件大于 {0} MiB</translation>
    </message>
    <message>
        <source>the model card should list exactly the files of its kind, but differs in {0!r}</source>
        <translation>模型卡应恰好列出该类型的文件，但 {0!r} 不符</translation>
    </message>
    <message>
        <source>a model of the kind {0!r} cannot be added; codecs and autoencoders can</source>
        <translation>不能添加类型为 {0!r} 的模型；可以添加编解码器和自编码器</translation>
    </message>
    <message>
        <source>the model&apos;s id {0!r} is no name for a folder on Windows</source>
        <translation>模型标识 {0!r} 不能作为 Windows 上的文件夹名</translation>
    </message>
    <message>
        <source>the model&apos;s id {0!r} begins with {1!r}, as only models of this program do</source>
        <translation>模型标识 {0!r} 以 {1!r} 开头，这是本程序模型专用的</translation>
    </message>
    <message>
        <source>the model&apos;s id {0!r} is not up to 64 small letters, digits, dots, dashes and underscores</source>
        <translation>模型标识 {0!r} 应为不超过 64 个的小写字母、数字、点、连字符和下划线</translation>
    </message>
    <message>
        <source>{0!r} is larger than {1} MiB</source>
        <translation>{0!r} 大于 {1} MiB</translation>
    </message>
    <message>
        <source>there is no model {0!r} among those that were added</source>
        <translation>已添加的模型中没有 {0!r}</translation>
    </message>
    <message>
        <source>the {0} of the model {1!r} does not match its card</source>
        <translation>模型 {1!r} 的 {0} 的输出与模型卡不符</translation>
    </message>
    <message>
        <source>the {0} of the model {1!r} does not turn a {2} into a {3}</source>
        <translation>模型 {1!r} 的 {0} 不能把 {2} 变为 {3}</translation>
    </message>
    <message>
        <source>the {0} of the model {1!r} cannot be run</source>
        <translation>模型 {1!r} 的 {0} 无法运行</translation>
    </message>
    <message>
        <source>the model {0!r} is there already; remove it first</source>
        <translation>模型 {0!r} 已存在；请先移除</translation>
    </message>
    <message>
        <source>the model {0!r} is not installed; get it from whoever made the file, then: safelight models add FOLDER</source>
        <translation>未安装模型 {0!r}；请向文件的制作者索取，然后运行：safelight models add FOLDER</translation>
    </message>
    <message>
        <source>the model {0!r} is not an autoencoder</source>
        <translation>模型 {0!r} 不是自编码器</translation>
    </message>
    <message>
        <source>the model {0!r} has no prior to draw from</source>
        <translation>模型 {0!r} 没有可供采样的先验分布</translation>
    </message>
    <message>
        <source>the card of the model {0!r} does not describe its pictures and codes</source>
        <translation>模型 {0!r} 的模型卡没有说明其图片与编码的形式</translation>
    </message>
    <message>
        <source>is not the zip of a model: {0!r} is not allowed in one</source>
        <translation>不是模型的 zip 文件：其中不允许有 {0!r}</translation>
    </message>
    <message>
        <source>is not the zip of a model</source>
        <translation>不是模型的 zip 文件</translation>
    </message>
    <message>
        <source>is not the folder of a model: {0!r} is no file</source>
        <translation>不是模型文件夹：{0!r} 不是文件</translation>
    </message>
    <message>
        <source>is not the folder of a model</source>
        <translation>不是模型文件夹</translation>
    </message>
    <message>
        <source>is not a zip, or is damaged</source>
        <translation>不是 zip 文件，或已损坏</translation>
    </message>
    <message>
        <source>is no model: it has no {0}</source>
        <translation>不是模型：缺少 {0}</translation>
    </message>
    <message>
        <source>holds {0!r}, which is no part of a model</source>
        <translation>包含 {0!r}，它不属于模型</translation>
    </message>
    <message>
        <source>holds the model {0!r}, and should have its name</source>
        <translation>其中是模型 {0!r}，文件夹名应与其相同</translation>
    </message>
    <message>
        <source>holds several folders; a model is one</source>
        <translation>包含多个文件夹；一个模型只有一个文件夹</translation>
    </message>
    <message>
        <source>cannot be deleted: {0}</source>
        <translation>无法删除：{0}</translation>
    </message>
    <message>
        <source>a model file takes its weights from other files, which is not allowed</source>
        <translation>模型文件要从其他文件读取权重，这是不允许的</translation>
    </message>
    <message>
        <source>a model file is not an ONNX file</source>
        <translation>模型文件不是 ONNX 文件</translation>
    </message>
    <message>
        <source>begins with a preview of its picture, which Safelight cannot look behind</source>
        <translation>以图片的预览开头，Safelight 无法读取其后的内容</translation>
    </message>
    <message>
        <source>its container is damaged: metadata, or bits beyond the eighth, may be missing</source>
        <translation>容器已损坏：可能缺少元数据或第八位以后的位</translation>
    </message>
    <message>
        <source>is a source itself</source>
        <translation>本身也是源文件</translation>
    </message>
    <message>
        <source>is the output of another source</source>
        <translation>是另一个源文件的输出</translation>
    </message>
    <message>
        <source>its samples have signs, and are read as if they had none</source>
        <translation>样本带符号，按无符号读取</translation>
    </message>
    <message>
        <source>a side is longer than {0:,} pixels</source>
        <translation>边长超过 {0:,} 像素</translation>
    </message>
    <message>
        <source>it would be larger than 4 GiB</source>
        <translation>将超过 4 GiB</translation>
    </message>
    <message>
        <source>no such file or folder</source>
        <translation>文件或文件夹不存在</translation>
    </message>
    <message>
        <source>the name pattern is empty</source>
        <translation>命名规则为空</translation>
    </message>
    <message>
        <source>the name pattern has no field {0}; there are {1}</source>
        <translation>命名规则没有字段 {0}；可用字段：{1}</translation>
    </message>
    <message>
        <source>the name pattern has a brace without its other half</source>
        <translation>命名规则中有不成对的大括号</translation>
    </message>
    <message>
        <source>the fields of a name pattern are plain, as {0}</source>
        <translation>命名规则的字段只能是纯字段，如 {0}</translation>
    </message>
    <message>
        <source>a name cannot hold {0}</source>
        <translation>文件名不能含有 {0}</translation>
    </message>
    <message>
        <source>a name cannot hold control characters</source>
        <translation>文件名不能含有控制字符</translation>
    </message>
    <message>
        <source>the preview is of another denoising strength or another model</source>
        <translation>预览所用的降噪强度或模型不同</translation>
    </message>
    <message>
        <source>the installed ONNX Runtime has no CUDA support</source>
        <translation>已安装的 ONNX Runtime 不支持 CUDA</translation>
    </message>
    <message>
        <source>CUDA could not be tried: {0}</source>
        <translation>无法尝试 CUDA：{0}</translation>
    </message>
    <message>
        <source>CUDA failed: {0}</source>
        <translation>CUDA 出错：{0}</translation>
    </message>
    <message>
        <source>CUDA is not usable here (driver or libraries missing)</source>
        <translation>CUDA 不可用（缺少驱动程序或库）</translation>
    </message>
    <message>
        <source>CUDA gave wrong results (off by {0:g} of 255)</source>
        <translation>CUDA 计算结果有误（偏差 {0:g}/255）</translation>
    </message>
    <message>
        <source>contains no readable picture</source>
        <translation>没有可以读取的图片</translation>
    </message>
    <message>
        <source>is not an idx file, or is damaged</source>
        <translation>不是 idx 文件，或已损坏</translation>
    </message>
    <message>
        <source>has a different number of labels than pictures</source>
        <translation>标签的数量与图片的数量不同</translation>
    </message>
    <message>
        <source>has no labels: expected one sub-folder per class</source>
        <translation>没有标签；每类图片各有一个子文件夹的文件夹才有标签</translation>
    </message>
    <message>
        <source>has too few pictures of each label</source>
        <translation>图片太少，无法从每一类中留出一些</translation>
    </message>
</context>
<context>
    <name>Environment</name>
    <message>
        <source>Path of a Python</source>
        <translation>Python 的路径</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose the Python that trains</source>
        <translation>选择用于训练的 Python</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>Python with PyTorch</source>
        <translation>带 PyTorch 的 Python</translation>
    </message>
    <message>
        <source>Command-line equivalent</source>
        <translation>等效的命令行</translation>
    </message>
    <message>
        <source>Install command</source>
        <translation>安装命令</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查看…</translation>
    </message>
    <message>
        <source>Python {0}: has all that training needs</source>
        <translation>Python {0}：具备训练所需的一切</translation>
    </message>
    <message>
        <source>The installed app cannot train by itself: torch is too large for it. Choose a Python 3.11 or newer of your own, to which this was added:</source>
        <translation>安装版应用本身不能训练：torch 太大，未包含在内。请选择您自己的 Python 3.11 或更新版本，并先运行以下命令：</translation>
    </message>
    <message>
        <source>This is no Python, or it does not answer. Choose one to which this was added:</source>
        <translation>这不是 Python，或没有响应。请选择一个已运行过以下命令的 Python：</translation>
    </message>
    <message>
        <source>Python {0} lacks {1}. This adds what is missing:</source>
        <translation>Python {0} 缺少 {1}。以下命令会补齐：</translation>
    </message>
    <message>
        <source>Python {0} lacks Safelight itself. This adds it:</source>
        <translation>Python {0} 缺少 Safelight 本身。以下命令会添加：</translation>
    </message>
    <message>
        <source>Python {0} has Safelight {1}, and the app is {2}. This brings it to the same version:</source>
        <translation>Python {0} 中的 Safelight 是 {1}，而应用是 {2}。以下命令使两者版本一致：</translation>
    </message>
</context>
<context>
    <name>Errands</name>
    <message>
        <source>Queued: starts after the current batch.</source>
        <translation>已排队：当前批处理结束后开始。</translation>
    </message>
</context>
<context>
    <name>ExploreForm</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Average</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>The mean of all codes</source>
        <translation>所有编码的平均值</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>Pictures that the model invents</source>
        <translation>模型生成的图片</translation>
    </message>
    <message>
        <source>Test a picture…</source>
        <translation>测试一张图片…</translation>
    </message>
    <message>
        <source>Blend</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>Two random</source>
        <translation>随机两个</translation>
    </message>
    <message>
        <source>The picture, what the model makes of it, and where the two differ</source>
        <translation>原图、模型的重建，以及两者的差异</translation>
    </message>
    <message>
        <source>Between two pictures</source>
        <translation>两张图片之间</translation>
    </message>
    <message>
        <source>First</source>
        <translation>第一张</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>第二张</translation>
    </message>
    <message>
        <source>Two files…</source>
        <translation>两个文件…</translation>
    </message>
    <message>
        <source>Only variational and adversarial models can invent pictures</source>
        <translation>只有变分和对抗模型能够生成图片</translation>
    </message>
    <message>
        <source>There is no autoencoder among your models yet. Train one, or add one on the Models page.</source>
        <translation>您的模型中还没有自编码器。请训练一个，或在模型页添加。</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Axes of the code</source>
        <translation>编码的轴</translation>
    </message>
</context>
<context>
    <name>ExploreView</name>
    <message>
        <source>Decoded picture</source>
        <translation>解码的图片</translation>
    </message>
    <message>
        <source>Choose a model to see what it draws</source>
        <translation>选择一个模型，查看它画出的图片</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Copied to the clipboard</source>
        <translation>已复制到剪贴板</translation>
    </message>
</context>
<context>
    <name>Feedback</name>
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
    <message>
        <source>Saved {0}</source>
        <translation>已保存 {0}</translation>
    </message>
    <message>
        <source>saved without {0}</source>
        <translation>保存时未能保留：{0}</translation>
    </message>
    <message>
        <source>Will be saved as {0}</source>
        <translation>完成后将保存为 {0}</translation>
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
        <source>Compressed</source>
        <translation>压缩后</translation>
    </message>
    <message>
        <source>Denoised</source>
        <translation>降噪后</translation>
    </message>
    <message>
        <source>Denoised (Best), strength {0}</source>
        <translation>降噪（最佳），强度 {0}</translation>
    </message>
    <message>
        <source>Denoised, strength {0}</source>
        <translation>降噪，强度 {0}</translation>
    </message>
    <message>
        <source>Looking for noise…</source>
        <translation>正在检测噪点…</translation>
    </message>
    <message>
        <source>No visible noise found</source>
        <translation>未发现可见噪点</translation>
    </message>
    <message>
        <source>Noise reduced, strength {0}</source>
        <translation>已降噪，强度 {0}</translation>
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
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>左图</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>右图</translation>
    </message>
    <message>
        <source>Dimensions</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Pinned: Best, {0}</source>
        <translation>已保留：最佳，{0}</translation>
    </message>
    <message>
        <source>Pinned: strength {0}</source>
        <translation>已保留：强度 {0}</translation>
    </message>
    <message>
        <source>Pinned: quality {0}</source>
        <translation>已保留：质量 {0}</translation>
    </message>
    <message>
        <source>Compressed, quality {0}</source>
        <translation>结果，质量 {0}</translation>
    </message>
    <message>
        <source>Ratio to raw</source>
        <translation>相对原始像素</translation>
    </message>
    <message>
        <source>MS-SSIM</source>
        <translation>MS-SSIM</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
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
    <message>
        <source>As {0} sees it</source>
        <translation>{0} 看到的图片</translation>
    </message>
    <message>
        <source>Reconstruction by {0}</source>
        <translation>{0} 的重建</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Add files…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>The whole list: report, clear</source>
        <translation>整个列表：报告、清空</translation>
    </message>
    <message>
        <source>Save a report…</source>
        <translation>保存报告…</translation>
    </message>
    <message>
        <source>Clear the list</source>
        <translation>清空列表</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
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
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>Show only files of this state</source>
        <translation>仅显示此状态的文件</translation>
    </message>
    <message>
        <source>Show only files with this text</source>
        <translation>仅显示含此文字的文件</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
</context>
<context>
    <name>FolderExplorer</name>
    <message>
        <source>Looking at the pictures…</source>
        <translation>正在查看图片…</translation>
    </message>
    <message>
        <source>Put each kind of picture into a sub-folder of its own to see this</source>
        <translation>将每类图片放入各自的子文件夹，即可查看</translation>
    </message>
    <message>
        <source>Learning from a few labels…</source>
        <translation>正在从少量标签学习…</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
</context>
<context>
    <name>FolderForm</name>
    <message>
        <source>Folder with pictures</source>
        <translation>图片文件夹</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Sub-folders are labels. A folder can also be dropped here.</source>
        <translation>子文件夹即标签。也可以将文件夹拖到此处。</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Choose one to let it stand out on the maps; once more for all</source>
        <translation>选择一个标签，使其在图上突出显示；再次点击显示全部</translation>
    </message>
    <message>
        <source>Normal pictures</source>
        <translation>正常图片</translation>
    </message>
    <message>
        <source>All other pictures count as strange</source>
        <translation>其他图片都视为异常</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Sub-folders are labels: the pictures in each show the same kind of thing.</source>
        <translation>子文件夹即标签：每个子文件夹中的图片属于同一类。</translation>
    </message>
    <message>
        <source>{0} pictures</source>
        <translation>{0} 张图片</translation>
    </message>
    <message>
        <source>drawn at random from {0}</source>
        <translation>从 {0} 张中随机抽取</translation>
    </message>
    <message>
        <source>{0} could not be read</source>
        <translation>{0} 张无法读取</translation>
    </message>
</context>
<context>
    <name>FolderView</name>
    <message>
        <source>Map</source>
        <translation>分布图</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Strange pictures</source>
        <translation>异常图片</translation>
    </message>
    <message>
        <source>Pictures, the strangest first</source>
        <translation>图片，最异常的在前</translation>
    </message>
    <message>
        <source>Drop a folder of pictures here</source>
        <translation>将图片文件夹拖到此处</translation>
    </message>
    <message>
        <source>See how the model sorts them, and which it finds strange</source>
        <translation>查看模型如何区分它们，以及哪些是它认为异常的</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Subfolder names become labels</source>
        <translation>子文件夹名即为标签</translation>
    </message>
    <message>
        <source>Most unusual first</source>
        <translation>最不寻常的排在最前</translation>
    </message>
    <message>
        <source>Choose the &quot;normal&quot; label to score detection</source>
        <translation>选择“正常”标签以评估检测</translation>
    </message>
    <message>
        <source>Click a picture to see where the model fails</source>
        <translation>点击图片，查看模型在哪里失败</translation>
    </message>
    <message>
        <source>ROC-AUC {0}: the chance that another picture has a larger error than one of “{1}”</source>
        <translation>ROC-AUC {0}：其他图片的误差大于“{1}”图片的概率</translation>
    </message>
    <message>
        <source>The larger the error, the less a picture resembles what was learned</source>
        <translation>误差越大，图片与学过的内容越不相似</translation>
    </message>
</context>
<context>
    <name>Histogram</name>
    <message>
        <source>Histogram</source>
        <translation>直方图</translation>
    </message>
    <message>
        <source>Right (areas): {0}</source>
        <translation>右图（色块）：{0}</translation>
    </message>
    <message>
        <source>Left (lines): {0}</source>
        <translation>左图（线条）：{0}</translation>
    </message>
    <message>
        <source>No picture yet</source>
        <translation>尚无图片</translation>
    </message>
    <message>
        <source>mean level {0}, {1} % clipped to black, {2} % to full light</source>
        <translation>平均亮度 {0}，暗部溢出 {1}%，高光溢出 {2}%</translation>
    </message>
</context>
<context>
    <name>LabelsPanel</name>
    <message>
        <source>Codes</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Principal components</source>
        <translation>主成分</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>Of {0} pictures that were held out, a linear classifier tells so many right, once it has learned from the labels of others. Where codes do better than pixels, the model has learned what tells pictures apart.</source>
        <translation>线性分类器从其他图片的标签学习之后，在留出的 {0} 张图片中判断正确的比例。编码优于像素，说明模型学会了区分图片的特征。</translation>
    </message>
    <message>
        <source>{0} labels</source>
        <translation>{0} 个标签</translation>
    </message>
    <message>
        <source>{0} numbers a picture</source>
        <translation>每张图片 {0} 个数</translation>
    </message>
</context>
<context>
    <name>LogDialog</name>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>What the app noted since it was started. It stays on this computer.</source>
        <translation>应用启动以来的记录，仅保存在本机。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>No messages.</source>
        <translation>没有消息。</translation>
    </message>
    <message>
        <source>Save the log</source>
        <translation>保存日志</translation>
    </message>
</context>
<context>
    <name>LookedAtView</name>
    <message>
        <source>Original</source>
        <translation>原图</translation>
    </message>
    <message>
        <source>Reconstruction</source>
        <translation>重建</translation>
    </message>
    <message>
        <source>Where they differ</source>
        <translation>差异所在</translation>
    </message>
    <message>
        <source>Open in the viewer</source>
        <translation>在查看器中打开</translation>
    </message>
    <message>
        <source>Side by side with the reconstruction; the difference is a heat map there</source>
        <translation>与重建并排显示；差异以热图呈现</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Mean squared error {0}</source>
        <translation>均方误差 {0}</translation>
    </message>
    <message>
        <source>The larger, the less it resembles what was learned</source>
        <translation>越大，与学过的内容越不相似</translation>
    </message>
</context>
<context>
    <name>LossChart</name>
    <message>
        <source>The loss is drawn here while a model is trained</source>
        <translation>训练模型时，此处绘出损失</translation>
    </message>
    <message>
        <source>Training loss</source>
        <translation>训练损失</translation>
    </message>
    <message>
        <source>Validation error</source>
        <translation>验证误差</translation>
    </message>
    <message>
        <source>Loss over time</source>
        <translation>损失随时间的变化</translation>
    </message>
    <message>
        <source>validation error {0}</source>
        <translation>验证误差 {0}</translation>
    </message>
    <message>
        <source>Training loss {0} after {1}</source>
        <translation>{1} 后训练损失 {0}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Something unexpected happened: {0}. The log has more (Help menu).</source>
        <translation>发生意外错误：{0}。详情见“帮助”菜单中的日志。</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Try with a sample picture</source>
        <translation>用示例图片试一试</translation>
    </message>
    <message>
        <source>Batch finished</source>
        <translation>批处理已完成</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>These settings are in use until the batch has ended</source>
        <translation>批处理结束前无法更改这些设置</translation>
    </message>
</context>
<context>
    <name>MapPanel</name>
    <message>
        <source>Codes</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Codes, first two components</source>
        <translation>编码的前两个主成分</translation>
    </message>
    <message>
        <source>Pixels, first two components</source>
        <translation>像素的前两个主成分</translation>
    </message>
    <message>
        <source>Map: {0}</source>
        <translation>分布图：{0}</translation>
    </message>
    <message>
        <source>Neighbours mostly have the same label: {0} %</source>
        <translation>邻近图片多为同一标签：{0} %</translation>
    </message>
    <message>
        <source>Share of pictures whose ten nearest on the map mostly have their label</source>
        <translation>图上最近的十张图片大多与其标签相同的图片所占比例</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
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
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Copy result</source>
        <translation>复制结果</translation>
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
        <source>Close file</source>
        <translation>关闭文件</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤消</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Reset settings</source>
        <translation>重置设置</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>首选项…</translation>
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
        <source>Models and device</source>
        <translation>模型与设备</translation>
    </message>
    <message>
        <source>Studio</source>
        <translation>工作室</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>分割</translation>
    </message>
    <message>
        <source>Result only</source>
        <translation>仅结果</translation>
    </message>
    <message>
        <source>Pin this result for comparison</source>
        <translation>固定此结果以便比较</translation>
    </message>
    <message>
        <source>Actual size (100 %)</source>
        <translation>实际大小 (100 %)</translation>
    </message>
    <message>
        <source>200 %</source>
        <translation>200 %</translation>
    </message>
    <message>
        <source>System default</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Log…</source>
        <translation>日志…</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Loupe</source>
        <translation>放大镜</translation>
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
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Side panel</source>
        <translation>右侧面板</translation>
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
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>About Safelight</source>
        <translation>关于 Safelight</translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>Codec</source>
        <translation>编解码器</translation>
    </message>
    <message>
        <source>Denoiser</source>
        <translation>降噪模型</translation>
    </message>
    <message>
        <source>Noise estimator</source>
        <translation>噪点检测模型</translation>
    </message>
    <message>
        <source>Autoencoder</source>
        <translation>自编码器</translation>
    </message>
    <message>
        <source>Develops .latent files that were made with it back into photos.</source>
        <translation>将用它制作的 .latent 文件重建为照片。</translation>
    </message>
    <message>
        <source>Describes a picture in a few numbers, and draws it from them. The studio shows what it has learned.</source>
        <translation>用少量数字描述一张图片，再据此画出图片。工作室页可查看它学到了什么。</translation>
    </message>
    <message>
        <source>Tells how noisy a photo is, whatever the kind of noise, so that the strength fits by itself.</source>
        <translation>检测照片有多少噪点（不论何种噪点），让强度自动匹配。</translation>
    </message>
    <message>
        <source>Takes the noise out of a photo: as much as you choose, or as much as is found. The fast one: for the live preview, and for many photos.</source>
        <translation>去除照片中的噪点：强度可自选，也可按检测结果自动确定。快速型：适合实时预览和大量照片。</translation>
    </message>
    <message>
        <source>Takes the noise out of a photo: as much as you choose, or as much as is found. The best one: cleaner pictures for eight times the work.</source>
        <translation>去除照片中的噪点：强度可自选，也可按检测结果自动确定。最佳型：画面更干净，运算量为八倍。</translation>
    </message>
    <message>
        <source>Takes the noise out of a photo: as much as you choose, or as much as is found.</source>
        <translation>去除照片中的噪点：强度可自选，也可按检测结果自动确定。</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Added by you</source>
        <translation>由您添加</translation>
    </message>
    <message>
        <source>Not in use for new files; it can only open files that were made with it</source>
        <translation>不再用于新文件；只能打开用它制作的文件</translation>
    </message>
    <message>
        <source>Not in use for new files; kept for files that were made with it</source>
        <translation>不再用于新文件；仅保留以读取用它制作的文件</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>实测数据</translation>
    </message>
    <message>
        <source>Trained</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>{0} thousand for each pixel</source>
        <translation>每像素 {0} 千次</translation>
    </message>
    <message>
        <source>Multiply-adds</source>
        <translation>乘加运算</translation>
    </message>
    <message>
        <source>Mean squared error</source>
        <translation>均方误差</translation>
    </message>
    <message>
        <source>PSNR</source>
        <translation>PSNR</translation>
    </message>
    <message>
        <source>{0} % smaller</source>
        <translation>小 {0}%</translation>
    </message>
    <message>
        <source>{0} % larger</source>
        <translation>大 {0}%</translation>
    </message>
    <message>
        <source>Turns a photo into a small .latent file, and decodes it again. One network serves every quality.</source>
        <translation>把照片变成小巧的 .latent 文件，并可再次解码。一个网络适用于所有质量。</translation>
    </message>
    <message>
        <source>vs. {0} at equal quality (BD-rate)</source>
        <translation>与同等质量的 {0} 相比 (BD-rate)</translation>
    </message>
    <message>
        <source>At quality {0}</source>
        <translation>质量 {0}</translation>
    </message>
    <message>
        <source>{0} bits a pixel, {1}</source>
        <translation>{0} 比特/像素，{1}</translation>
    </message>
    <message>
        <source>Noise of σ {0} removed</source>
        <translation>去除 σ {0} 的噪点</translation>
    </message>
    <message>
        <source>Gain on noisy photos from cameras</source>
        <translation>相机噪点照片的提升</translation>
    </message>
    <message>
        <source>Gain on JPEG of quality {0}</source>
        <translation>质量 {0} 的 JPEG 的提升</translation>
    </message>
    <message>
        <source>Mean error at noise of σ {0}</source>
        <translation>σ {0} 噪点的平均误差</translation>
    </message>
    <message>
        <source>{0} %</source>
        <translation>{0}%</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Started from</source>
        <translation>起始模型</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>Verified: the files are as released</source>
        <translation>已验证：与发布的文件一致</translation>
    </message>
    <message>
        <source>Verified: the files are as they were added</source>
        <translation>已验证：文件与添加时一致</translation>
    </message>
    <message>
        <source>Checksum</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺失</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Installed models</source>
        <translation>已安装的模型</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>添加模型</translation>
    </message>
    <message>
        <source>From a zip…</source>
        <translation>从 zip 文件…</translation>
    </message>
    <message>
        <source>From a folder…</source>
        <translation>从文件夹…</translation>
    </message>
    <message>
        <source>Added: {0}</source>
        <translation>已添加：{0}</translation>
    </message>
    <message>
        <source>Packed models (*.zip)</source>
        <translation>打包的模型 (*.zip)</translation>
    </message>
    <message>
        <source>Folder of a model</source>
        <translation>模型文件夹</translation>
    </message>
    <message>
        <source>Written: {0}</source>
        <translation>已写入：{0}</translation>
    </message>
    <message>
        <source>Copied: versions, device and models</source>
        <translation>已复制：版本、设备和模型信息</translation>
    </message>
</context>
<context>
    <name>NameRow</name>
    <message>
        <source>Name</source>
        <translation>命名</translation>
    </message>
    <message>
        <source>Names of the results</source>
        <translation>结果的命名规则</translation>
    </message>
    <message>
        <source>Add to the name</source>
        <translation>添加命名字段</translation>
    </message>
    <message>
        <source>Name of the original</source>
        <translation>原文件名</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>所做处理</translation>
    </message>
    <message>
        <source>Folder of the original</source>
        <translation>原文件夹名</translation>
    </message>
    <message>
        <source>Date of the original</source>
        <translation>原图日期</translation>
    </message>
    <message>
        <source>Number in the batch</source>
        <translation>批内序号</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
</context>
<context>
    <name>NoiseRow</name>
    <message>
        <source>Auto</source>
        <translation>自动</translation>
    </message>
</context>
<context>
    <name>NoiseSliders</name>
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
        <source>Auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Colour noise</source>
        <translation>彩色噪点</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>去除</translation>
    </message>
    <message>
        <source>Coloured speckle and blotches: they can go without costing any sharpness.</source>
        <translation>彩色斑点和色块，去除后不影响清晰度。</translation>
    </message>
    <message>
        <source>Same as strength</source>
        <translation>与强度相同</translation>
    </message>
    <message>
        <source>Keep detail</source>
        <translation>保留细节</translation>
    </message>
    <message>
        <source>Restores fine texture removed with the noise.</source>
        <translation>恢复随噪点一起去掉的细微纹理。</translation>
    </message>
    <message>
        <source>Not sure: fine texture and noise look alike here.</source>
        <translation>不确定：此处的细微纹理与噪点难以区分。</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Detailed</source>
        <translation>细致</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭提示</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>There is no picture on the clipboard</source>
        <translation>剪贴板中没有图片</translation>
    </message>
    <message>
        <source>There is an unfinished batch on the Batch page</source>
        <translation>“批处理”页上有未完成的批处理</translation>
    </message>
    <message>
        <source>Folder with the files</source>
        <translation>源文件夹</translation>
    </message>
</context>
<context>
    <name>OutputRow</name>
    <message>
        <source>Save as</source>
        <translation>保存为</translation>
    </message>
    <message>
        <source>Format of the saved file</source>
        <translation>保存文件的格式</translation>
    </message>
    <message>
        <source>Quality of the saved file</source>
        <translation>保存文件的质量</translation>
    </message>
    <message>
        <source>Quality of the saved file, 1 to 100</source>
        <translation>保存文件的质量，1 到 100</translation>
    </message>
    <message>
        <source>Smallest, but only Safelight opens it. To share with others, choose JPEG.</source>
        <translation>文件最小，但只有 Safelight 能打开。要分享给别人，请选 JPEG。</translation>
    </message>
    <message>
        <source>Opens everywhere.</source>
        <translation>任何设备都能打开。</translation>
    </message>
    <message>
        <source>Opens everywhere. About {0}.</source>
        <translation>任何设备都能打开。约 {0}。</translation>
    </message>
</context>
<context>
    <name>PaneChoice</name>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Another file…</source>
        <translation>其他文件…</translation>
    </message>
    <message>
        <source>Picture on the left</source>
        <translation>左侧图片</translation>
    </message>
    <message>
        <source>Picture on the right</source>
        <translation>右侧图片</translation>
    </message>
    <message>
        <source>Pin this result</source>
        <translation>固定此结果</translation>
    </message>
    <message>
        <source>Pin this result for comparison (K)</source>
        <translation>固定此结果以便比较 (K)</translation>
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
        <source>Side by side; hold the space bar for the original (S)</source>
        <translation>并排；按住空格键查看原图 (S)</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>分割</translation>
    </message>
    <message>
        <source>Split: drag the line across the picture (W)</source>
        <translation>分割：在图片上拖动分割线 (W)</translation>
    </message>
    <message>
        <source>Result only</source>
        <translation>仅结果</translation>
    </message>
    <message>
        <source>Result only; hold the space bar for the original (1)</source>
        <translation>仅结果；按住空格键查看原图 (1)</translation>
    </message>
    <message>
        <source>Fit to window (0)</source>
        <translation>适合窗口 (0)</translation>
    </message>
    <message>
        <source>Actual size</source>
        <translation>实际大小</translation>
    </message>
    <message>
        <source>Actual size, 100 % (Ctrl+1)</source>
        <translation>实际大小，100 % (Ctrl+1)</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Difference, as a heat map (D)</source>
        <translation>差异热图 (D)</translation>
    </message>
    <message>
        <source>Loupe</source>
        <translation>放大镜</translation>
    </message>
    <message>
        <source>Loupe (L)</source>
        <translation>放大镜 (L)</translation>
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
        <source>Decoded from a .latent file. Save it as JPEG, PNG and the like, or denoise it.</source>
        <translation>由 .latent 文件解码而来。可另存为 JPEG、PNG 等格式，或进行降噪。</translation>
    </message>
    <message>
        <source>Copy the result</source>
        <translation>复制结果</translation>
    </message>
    <message>
        <source>Copy the result (Ctrl+C)</source>
        <translation>复制结果 (Ctrl+C)</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
</context>
<context>
    <name>PicturePage</name>
    <message>
        <source>Pasted picture</source>
        <translation>粘贴的图片</translation>
    </message>
    <message>
        <source>Pinned. Choose it above either picture to compare.</source>
        <translation>已固定。可在任一图片上方选择它进行比较。</translation>
    </message>
    <message>
        <source>Comparison of two pictures</source>
        <translation>两张图片的对比</translation>
    </message>
</context>
<context>
    <name>PictureSession</name>
    <message>
        <source>this is the opened original, which would be lost: choose another name or folder</source>
        <translation>这是当前打开的原图，替换后将无法恢复：请另选名称或文件夹</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>CPU threads</source>
        <translation>CPU 线程</translation>
    </message>
    <message>
        <source>System default</source>
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
        <source>All cores</source>
        <translation>全部核心</translation>
    </message>
    <message>
        <source>Open pictures fitted to the window instead of at 100 %</source>
        <translation>打开图片时适合窗口，而不是 100 %</translation>
    </message>
</context>
<context>
    <name>PresetRow</name>
    <message>
        <source>Save preset</source>
        <translation>保存预设</translation>
    </message>
    <message>
        <source>Name of the preset</source>
        <translation>预设名称</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Presets: save, update, delete</source>
        <translation>预设：保存、更新、删除</translation>
    </message>
    <message>
        <source>Save as a preset…</source>
        <translation>另存为预设…</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>自定义</translation>
    </message>
    <message>
        <source>Update “{0}”</source>
        <translation>更新“{0}”</translation>
    </message>
    <message>
        <source>Update</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>Delete “{0}”</source>
        <translation>删除“{0}”</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>Presets</name>
    <message>
        <source>Archive</source>
        <translation>存档</translation>
    </message>
    <message>
        <source>Small, no metadata</source>
        <translation>小文件，无元数据</translation>
    </message>
    <message>
        <source>Smallest</source>
        <translation>最小体积</translation>
    </message>
    <message>
        <source>Clean up scans</source>
        <translation>清理扫描件</translation>
    </message>
</context>
<context>
    <name>ProgressPanel</name>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>End training now, and put what was learned among the models</source>
        <translation>现在结束训练，并把学到的内容存为模型</translation>
    </message>
    <message>
        <source>Keep the model</source>
        <translation>保留模型</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Delete what was learned in this training</source>
        <translation>删除此次训练学到的内容</translation>
    </message>
    <message>
        <source>Explore the model</source>
        <translation>探索模型</translation>
    </message>
    <message>
        <source>Originals above, reconstructions below</source>
        <translation>上为原图，下为重建</translation>
    </message>
    <message>
        <source>Originals and their reconstructions are shown here while a model is trained</source>
        <translation>训练模型时，此处显示原图及其重建</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>开始训练</translation>
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
        <source>End it now</source>
        <translation>立即结束</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Training loss</source>
        <translation>训练损失</translation>
    </message>
    <message>
        <source>Bits a pixel and what is lost for them, at all qualities together</source>
        <translation>每像素比特数及其对应的损失，涵盖所有质量</translation>
    </message>
    <message>
        <source>Summed over a picture&apos;s values, as the recipe has it</source>
        <translation>按配方对一张图片的所有数值求和</translation>
    </message>
    <message>
        <source>At equal PSNR, against the codec that it began as, on pictures that are held out</source>
        <translation>PSNR 相同时，与训练开始前的编解码器相比，在留出的图片上测得</translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>比特数</translation>
    </message>
    <message>
        <source>Validation error</source>
        <translation>验证误差</translation>
    </message>
    <message>
        <source>Mean squared error on pictures that are held out</source>
        <translation>在留出的图片上的均方误差</translation>
    </message>
    <message>
        <source>Exporting the model…</source>
        <translation>正在导出模型…</translation>
    </message>
    <message>
        <source>{0} added to your models</source>
        <translation>{0} 已添加到您的模型</translation>
    </message>
    <message>
        <source>PSNR</source>
        <translation>PSNR</translation>
    </message>
    <message>
        <source>Finish now</source>
        <translation>立即完成</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>Train an autoencoder on your own pictures</source>
        <translation>用您自己的图片训练自编码器</translation>
    </message>
    <message>
        <source>Loading the pictures…</source>
        <translation>正在载入图片…</translation>
    </message>
    <message>
        <source>Training {0}</source>
        <translation>正在训练 {0}</translation>
    </message>
    <message>
        <source>Pausing…</source>
        <translation>正在暂停…</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Saving what was learned…</source>
        <translation>正在保存学到的内容…</translation>
    </message>
    <message>
        <source>{0} was stopped</source>
        <translation>{0} 已停止</translation>
    </message>
    <message>
        <source>It learns to describe a picture in a few numbers, and to draw it from them.</source>
        <translation>它学习用少量数字描述图片，并据此画出图片。</translation>
    </message>
    <message>
        <source>Nothing is lost: go on from there, keep it as it is, or discard it.</source>
        <translation>没有丢失任何内容：可以继续、按现状保留或放弃。</translation>
    </message>
    <message>
        <source>{0} pictures, {1} weights</source>
        <translation>{0} 张图片，{1} 个权重</translation>
    </message>
    <message>
        <source>layer {0} by itself</source>
        <translation>单独训练第 {0} 层</translation>
    </message>
    <message>
        <source>Choose it as the codec of new files. Whoever opens them needs it too.</source>
        <translation>可将其选为新文件的编解码器。打开这些文件的人也需要它。</translation>
    </message>
    <message>
        <source>Weights and log stay in {0}</source>
        <translation>权重与日志保存在 {0}</translation>
    </message>
</context>
<context>
    <name>RateCurve</name>
    <message>
        <source>The curve is being measured…</source>
        <translation>正在测量曲线…</translation>
    </message>
    <message>
        <source>File size against PSNR</source>
        <translation>文件大小与 PSNR 曲线</translation>
    </message>
    <message>
        <source>Measuring size and quality…</source>
        <translation>正在测量大小与质量…</translation>
    </message>
    <message>
        <source>Not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <source>No point is chosen yet</source>
        <translation>尚未选择点</translation>
    </message>
    <message>
        <source>Quality {0} · {1} · {2}</source>
        <translation>质量 {0} · {1} · {2}</translation>
    </message>
</context>
<context>
    <name>RecentMenu</name>
    <message>
        <source>Open recent</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <source>Clear the list</source>
        <translation>清空列表</translation>
    </message>
</context>
<context>
    <name>Recipes</name>
    <message>
        <source>Adversarial</source>
        <translation>对抗</translation>
    </message>
    <message>
        <source>A discriminator makes the codes as a whole look like draws from N(0, 1) (Makhzani et al. 2016).</source>
        <translation>判别器使编码整体上如同取自 N(0, 1)（Makhzani 等，2016）。</translation>
    </message>
    <message>
        <source>Anomaly</source>
        <translation>异常</translation>
    </message>
    <message>
        <source>A deep member with a small code, which brings back only what it knows; see `train --without`.</source>
        <translation>编码很小的深层自编码器，只能还原学过的内容；见 `train --without`。</translation>
    </message>
    <message>
        <source>Basic</source>
        <translation>基本</translation>
    </message>
    <message>
        <source>One hidden layer, the code itself. What PCA would be, but for the ReLU (Bourlard &amp; Kamp 1988).</source>
        <translation>只有一个隐藏层，即编码本身。若没有 ReLU，便相当于 PCA（Bourlard 与 Kamp，1988）。</translation>
    </message>
    <message>
        <source>Codec</source>
        <translation>编解码器</translation>
    </message>
    <message>
        <source>Safelight&apos;s own codec, trained on with your pictures: fewer bits for pages, maps or slides like them.</source>
        <translation>用您的图片继续训练 Safelight 自带的编解码器：类似的页面、地图或切片所需比特更少。</translation>
    </message>
    <message>
        <source>Contractive</source>
        <translation>收缩</translation>
    </message>
    <message>
        <source>Codes that hardly move when the picture does (Rifai et al. 2011).</source>
        <translation>图片略有变化时编码几乎不动（Rifai 等，2011）。</translation>
    </message>
    <message>
        <source>Convolutional</source>
        <translation>卷积</translation>
    </message>
    <message>
        <source>The same filters everywhere in the picture (Masci et al. 2011); a code as small as the deep member&apos;s.</source>
        <translation>整张图片使用相同的滤波器（Masci 等，2011）；编码与深层的一样小。</translation>
    </message>
    <message>
        <source>Deep</source>
        <translation>深层</translation>
    </message>
    <message>
        <source>Several layers on either side of the code (Hinton &amp; Salakhutdinov 2006).</source>
        <translation>编码两侧各有多层（Hinton 与 Salakhutdinov，2006）。</translation>
    </message>
    <message>
        <source>Denoising</source>
        <translation>降噪</translation>
    </message>
    <message>
        <source>The encoder sees noise, the loss compares with the clean picture (Vincent et al. 2010).</source>
        <translation>编码器看到的是含噪图片，损失则与干净图片比较（Vincent 等，2010）。</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>特征</translation>
    </message>
    <message>
        <source>Undoes turns and moves that it cannot know of; what stays in the code serves a classifier with few labels.</source>
        <translation>还原它无从得知的旋转和平移；留在编码里的内容供标签很少的分类器使用。</translation>
    </message>
    <message>
        <source>Sparse, KL</source>
        <translation>稀疏（KL）</translation>
    </message>
    <message>
        <source>Every unit of the code should be active as seldom as rho says (Ng 2011).</source>
        <translation>编码的每个单元都应如 rho 所示很少激活（Ng，2011）。</translation>
    </message>
    <message>
        <source>Sparse, L1</source>
        <translation>稀疏（L1）</translation>
    </message>
    <message>
        <source>More units than needed, and each use of one costs; most codes are exactly 0 (Ng 2011).</source>
        <translation>单元多于所需，使用每个单元都有代价；大多数编码恰为 0（Ng，2011）。</translation>
    </message>
    <message>
        <source>Stacked</source>
        <translation>堆叠</translation>
    </message>
    <message>
        <source>The deep member, each layer trained by itself before they are trained together (Bengio et al. 2007).</source>
        <translation>与深层相同，但先逐层单独训练，再一起训练（Bengio 等，2007）。</translation>
    </message>
    <message>
        <source>Variational</source>
        <translation>变分</translation>
    </message>
    <message>
        <source>The code is a Gaussian near N(0, 1), so that pictures can be drawn from the prior (Kingma &amp; Welling 2014).</source>
        <translation>编码是接近 N(0, 1) 的高斯分布，因此可以从先验分布生成图片（Kingma 与 Welling，2014）。</translation>
    </message>
</context>
<context>
    <name>RowActions</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Copy message</source>
        <translation>复制消息</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>重新运行</translation>
    </message>
    <message>
        <source>Retry failed</source>
        <translation>重试失败项</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Compare with the original</source>
        <translation>与原图比较</translation>
    </message>
</context>
<context>
    <name>SavedNote</name>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
</context>
<context>
    <name>SettingsUndo</name>
    <message>
        <source>Change of settings</source>
        <translation>更改设置</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search the shortcuts</source>
        <translation>搜索快捷键</translation>
    </message>
    <message>
        <source>What</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>In the picture</source>
        <translation>图片区域</translation>
    </message>
    <message>
        <source>Zoom under the cursor</source>
        <translation>以光标为中心缩放</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>滚轮</translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation>移动图片</translation>
    </message>
    <message>
        <source>Drag, or the arrow keys</source>
        <translation>拖动或方向键</translation>
    </message>
    <message>
        <source>Between the whole picture and 100 %</source>
        <translation>在整图与 100% 之间切换</translation>
    </message>
    <message>
        <source>Double click</source>
        <translation>双击</translation>
    </message>
    <message>
        <source>Move the dividing line</source>
        <translation>移动分割线</translation>
    </message>
    <message>
        <source>Drag the line</source>
        <translation>拖动分割线</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>Show the original while held</source>
        <translation>按住时显示原图</translation>
    </message>
    <message>
        <source>Go on to the next control, or back</source>
        <translation>下一个或上一个控件</translation>
    </message>
    <message>
        <source>Tab, Shift+Tab</source>
        <translation>Tab、Shift+Tab</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
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
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Studio</source>
        <translation>工作室</translation>
    </message>
</context>
<context>
    <name>SliderRow</name>
    <message>
        <source>Double-click here, or press Delete on the slider, for the usual {0}</source>
        <translation>双击此处，或在滑块上按 Delete，可恢复默认值 {0}</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>PSNR, MS-SSIM, bits per pixel and the histogram</source>
        <translation>PSNR、MS-SSIM、每像素比特数和直方图</translation>
    </message>
</context>
<context>
    <name>StudioForm</name>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Folder with the pictures</source>
        <translation>图片所在的文件夹</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose the folder with the pictures</source>
        <translation>选择图片所在的文件夹</translation>
    </message>
    <message>
        <source>Any pictures, or the files of MNIST or Fashion-MNIST. Drop a folder here.</source>
        <translation>任意图片，或 MNIST、Fashion-MNIST 的文件。可将文件夹拖到此处。</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>配方</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Open a recipe of your own</source>
        <translation>打开您自己的配方</translation>
    </message>
    <message>
        <source>Time limit (min)</source>
        <translation>时限（分钟）</translation>
    </message>
    <message>
        <source>Appears under this name in Models.</source>
        <translation>将以此名称显示在“模型”中。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>The same seed gives the same model again, as far as the machine allows.</source>
        <translation>在机器允许的范围内，相同的种子得到相同的模型。</translation>
    </message>
    <message>
        <source>Name of the model</source>
        <translation>模型名称</translation>
    </message>
    <message>
        <source>There is a model of this name already.</source>
        <translation>已有同名模型。</translation>
    </message>
    <message>
        <source>Small letters, digits, dots, dashes and underscores.</source>
        <translation>只能用小写字母、数字、点、连字符和下划线。</translation>
    </message>
</context>
<context>
    <name>StudioPage</name>
    <message>
        <source>The settings are in use until the training has ended</source>
        <translation>训练结束前，这些设置正在使用中</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Explore</source>
        <translation>探索</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>{0} added to your models</source>
        <translation>{0} 已添加到您的模型</translation>
    </message>
    <message>
        <source>Folder with the pictures</source>
        <translation>图片所在的文件夹</translation>
    </message>
    <message>
        <source>Recipes (*.toml)</source>
        <translation>配方 (*.toml)</translation>
    </message>
    <message>
        <source>Open a recipe</source>
        <translation>打开配方</translation>
    </message>
    <message>
        <source>Choose a Python</source>
        <translation>选择 Python</translation>
    </message>
    <message>
        <source>Choose two files, to go from the one to the other</source>
        <translation>请选择两个文件，以便从一张过渡到另一张</translation>
    </message>
</context>
<context>
    <name>TaskSettings</name>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>更小</translation>
    </message>
    <message>
        <source>Better</source>
        <translation>更好</translation>
    </message>
    <message>
        <source>File size</source>
        <translation>目标大小</translation>
    </message>
    <message>
        <source>% of the original size</source>
        <translation>占原始大小的百分比</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不去除</translation>
    </message>
    <message>
        <source>Strong</source>
        <translation>强烈</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Reduce noise</source>
        <translation>减少噪点</translation>
    </message>
    <message>
        <source>Noise is removed before it costs bytes in the compressed files; your originals are not touched.</source>
        <translation>噪点会在压缩前去除，不再占用压缩文件的空间；原文件不受影响。</translation>
    </message>
</context>
<context>
    <name>TrainingRun</name>
    <message>
        <source>{0} cannot be started</source>
        <translation>无法启动 {0}</translation>
    </message>
    <message>
        <source>The training process was ended from outside, or crashed</source>
        <translation>训练进程被外部终止，或已崩溃</translation>
    </message>
    <message>
        <source>The training process ended unexpectedly (exit status {0})</source>
        <translation>训练进程意外结束（退出状态 {0}）</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>{0} levels or more</source>
        <translation>{0} 级或以上</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Drop a picture here</source>
        <translation>将图片拖到此处</translation>
    </message>
    <message>
        <source>Compress, denoise, or open a .latent file.</source>
        <translation>压缩、降噪，或打开 .latent 文件。</translation>
    </message>
    <message>
        <source>.latent files are very small, but only Safelight opens them. JPEG and others are there, too.</source>
        <translation>.latent 文件很小，但只有 Safelight 能打开。也可保存为 JPEG 等格式。</translation>
    </message>
    <message>
        <source>Drop a folder to process it as a batch.</source>
        <translation>拖入文件夹即可批量处理。</translation>
    </message>
    <message>
        <source>Open a picture…</source>
        <translation>打开图片…</translation>
    </message>
    <message>
        <source>Wheel: zoom under the cursor   ·   Drag: move   ·   Double click: 100 %</source>
        <translation>滚轮：以光标为中心缩放   ·   拖动：移动   ·   双击：100%</translation>
    </message>
</context>
<context>
    <name>WhereRow</name>
    <message>
        <source>Folder for the results</source>
        <translation>结果文件夹</translation>
    </message>
    <message>
        <source>Save to</source>
        <translation>保存到</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>Same folder as the originals</source>
        <translation>与原文件相同的文件夹</translation>
    </message>
    <message>
        <source>Where results go</source>
        <translation>结果保存位置</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose the folder for the results</source>
        <translation>选择结果文件夹</translation>
    </message>
    <message>
        <source>Same folder as each original</source>
        <translation>保存在各原图所在的文件夹</translation>
    </message>
    <message>
        <source>New folder next to the originals</source>
        <translation>原文件旁的新文件夹</translation>
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
