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
    <name>CompareView</name>
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
        <translation>是指向不存在位置的链接</translation>
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
        <translation>无法查看（{0}）</translation>
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
        <translation>文件不完整：图片数据未结束文件就结束了</translation>
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
        <source>damaged: a checksum does not hold</source>
        <translation>已损坏：校验和不符</translation>
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
        <source>its kind of compression</source>
        <translation>其压缩方式</translation>
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
        <source>TIFF with colours of the kind {0}</source>
        <translation>颜色类型为 {0} 的 TIFF</translation>
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
        <source>too large: {0} x {1} pixels, the limit is {2}</source>
        <translation>过大：{0} x {1} 像素，上限为 {2}</translation>
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
        <source>took longer than {0} s</source>
        <translation>超过 {0} 秒</translation>
    </message>
    <message>
        <source>no progress for {0} s: is the disk or the network stalled?</source>
        <translation>{0} 秒没有进展：磁盘或网络是否停滞？</translation>
    </message>
    <message>
        <source>no worker started within {0} s</source>
        <translation>{0} 秒内没有工作进程启动</translation>
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
        <source>could not be done</source>
        <translation>无法完成</translation>
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
        <source>{0} at low resolution</source>
        <translation>{0} 个为低分辨率</translation>
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
        <translation>压缩后会更大：已复制原图</translation>
    </message>
    <message>
        <source>compressing would not make it smaller</source>
        <translation>压缩不会使其变小</translation>
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
        <source>only {0} dB like the original</source>
        <translation>与原图相似度仅 {0} dB</translation>
    </message>
    <message>
        <source>only {0} dB like the original: {1} is better kept in its own format</source>
        <translation>与原图相似度仅 {0} dB：{1}最好保留原格式</translation>
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
        <source>a denoised picture is saved as a picture; to make it smaller, compress it</source>
        <translation>降噪后的图片按图片保存；要使其更小，请压缩</translation>
    </message>
    <message>
        <source>cannot tell the picture format from the suffix; known are {0}</source>
        <translation>无法从后缀判断图片格式；已知的有 {0}</translation>
    </message>
    <message>
        <source>cannot be made smaller than {0} bytes; {1} were asked for</source>
        <translation>最小只能到 {0} 字节；要求的是 {1}</translation>
    </message>
    <message>
        <source>cannot reach {0} dB; quality 100 gives {1} dB</source>
        <translation>无法达到 {0} dB；质量 100 为 {1} dB</translation>
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
        <source>the header holds impossible numbers</source>
        <translation>文件头含有不可能的数值</translation>
    </message>
    <message>
        <source>the model&apos;s name is damaged</source>
        <translation>模型名称已损坏</translation>
    </message>
    <message>
        <source>a chunk is there twice</source>
        <translation>有一个数据块出现两次</translation>
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
        <source>a coded group holds impossible data</source>
        <translation>编码组含有不可能的数据</translation>
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
        <source>needs a newer version of Safelight (chunk {0})</source>
        <translation>需要更新版本的 Safelight（数据块 {0}）</translation>
    </message>
    <message>
        <source>the model {0} is not installed; a newer version may have it</source>
        <translation>未安装模型 {0}；更新的版本可能包含它</translation>
    </message>
    <message>
        <source>the model {0} is not a codec</source>
        <translation>模型 {0} 不是编解码器</translation>
    </message>
    <message>
        <source>the model {0} has no file {1}</source>
        <translation>模型 {0} 没有文件 {1}</translation>
    </message>
    <message>
        <source>the tables of the model {0} cannot be read</source>
        <translation>无法读取模型 {0} 的表</translation>
    </message>
    <message>
        <source>was made with another build of the model {0}</source>
        <translation>由模型 {0} 的另一版本制作</translation>
    </message>
    <message>
        <source>this version has no {0} denoiser; it has {1}</source>
        <translation>此版本没有 {0} 降噪模型；有 {1}</translation>
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
        <source>begins with a preview of its picture, which Safelight cannot look behind</source>
        <translation>以图片的预览开头，Safelight 无法读取其后的内容</translation>
    </message>
    <message>
        <source>its container is damaged: metadata, or bits beyond the eighth, may be missing</source>
        <translation>容器已损坏：可能缺少元数据或第八位以后的位</translation>
    </message>
    <message>
        <source>the extended part of its XMP data is left out</source>
        <translation>XMP 数据的扩展部分未保留</translation>
    </message>
    <message>
        <source>a channel beside the colours is left out</source>
        <translation>颜色之外的一个通道未保留</translation>
    </message>
    <message>
        <source>{0} channels beside the colours are left out</source>
        <translation>颜色之外的 {0} 个通道未保留</translation>
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
        <source>the journal cannot be written</source>
        <translation>无法写入日志</translation>
    </message>
    <message>
        <source>its samples have signs, and are read as if they had none</source>
        <translation>样本带符号，按无符号读取</translation>
    </message>
    <message>
        <source>a side is longer than {0} pixels</source>
        <translation>边长超过 {0} 像素</translation>
    </message>
    <message>
        <source>it would be larger than 4 GiB</source>
        <translation>将超过 4 GiB</translation>
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
        <source>In turn</source>
        <translation>轮流显示</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Swap pictures</source>
        <translation>切换图片</translation>
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
        <source>In turn</source>
        <translation>轮流显示</translation>
    </message>
    <message>
        <source>In turn: the space bar swaps them (F)</source>
        <translation>轮流显示：按空格键切换（F）</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Difference, as a heat map (D)</source>
        <translation>差异热图（D）</translation>
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
    <name>Viewer</name>
    <message>
        <source>{0} levels or more</source>
        <translation>{0} 级或以上</translation>
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
